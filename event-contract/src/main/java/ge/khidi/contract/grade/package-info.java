/**
 * How far a source and its information can be trusted, in the scheme the originator used. The original grade is kept as given;
 * a derived 4x4 grade stands beside it and says that it is derived.
 */
@NullMarked
package ge.khidi.contract.grade;

import org.jspecify.annotations.NullMarked;
