/**
 * The policy sets and the registries of the installation, each a version that never changes. A text that an officer wrote arrives here, is validated and
 * kept with its faults; it moves through its states by the words of two people. From here the decision table gets the policy set and
 * the registry that an epoch decides by.
 */
@NullMarked
package ge.khidi.sharing.rulebook;

import org.jspecify.annotations.NullMarked;
