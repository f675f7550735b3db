/**
 * What agencies say to each other, version 1: the names every part of Khidi and every partner uses. Identifiers and topic
 * names stand here; the event itself is in {@code event}, what it is about in {@code entity}, how it may be used in
 * {@code handling}, how far it can be trusted in {@code grade}, and its bytes in {@code codec}.
 */
@NullMarked
package ge.khidi.contract;

import org.jspecify.annotations.NullMarked;
