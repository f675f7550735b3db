/** Tests of what an agency learns of links, and what it never does. */
@NullMarked
package ge.khidi.sharing.link;

import org.jspecify.annotations.NullMarked;
