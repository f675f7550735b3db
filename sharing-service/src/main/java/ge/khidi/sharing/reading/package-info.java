/**
 * What the other services published arrives here, record by record. A record is parsed once; what cannot be
 * read goes to the dead letter with its reasons. The events go on in batches to the feeds, and are acknowledged when every row they
 * cause is committed.
 */
@NullMarked
package ge.khidi.sharing.reading;

import org.jspecify.annotations.NullMarked;
