/**
 * What an originator must be told about its own events: that its consent is asked for, that one was released at once because a life was
 * threatened, that a holder wants to pass it on, that an earlier disclosure was unlawful. The stations where that happens write a notice in
 * their transaction; the agency's machine reads them with the client that reads its feed.
 */
@NullMarked
package ge.khidi.sharing.notice;

import org.jspecify.annotations.NullMarked;
