/**
 * How something made of several events may be used. The handling of each source arrives here; combined, no axis is looser than
 * that of any source. The result goes into the product, and the gate in sharing holds to it.
 */
@NullMarked
package ge.khidi.analysis.handling;

import org.jspecify.annotations.NullMarked;
