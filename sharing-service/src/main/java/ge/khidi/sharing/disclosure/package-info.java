/**
 * What a partner gets to see. An event and a decision arrive; a {@link ge.khidi.sharing.disclosure.Profile} says which fields may
 * leave, {@link ge.khidi.sharing.disclosure.Redaction} builds the outgoing bytes from nothing by copying those, and a leak check looks
 * at the result once more. What leaves goes to the feed; what was withheld goes to our own audit log and nowhere else.
 */
@NullMarked
package ge.khidi.sharing.disclosure;

import org.jspecify.annotations.NullMarked;
