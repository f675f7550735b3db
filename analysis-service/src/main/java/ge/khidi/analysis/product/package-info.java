/**
 * What every product of analysis has in common: an id made from what it is about, and revisions that count on from the latest one. A
 * deciding package says what it wants to be true now; what comes out is the next revision, or nothing if that was said already.
 */
@NullMarked
package ge.khidi.analysis.product;

import org.jspecify.annotations.NullMarked;
