/** Tests of the states of a policy set. */
@NullMarked
package ge.khidi.sharing.rulebook;

import org.jspecify.annotations.NullMarked;
