/**
 * Holds the local stack to what the other modules' tests rely on: what was acknowledged survives a kill, nothing is created by
 * a spelling mistake, and nothing is left behind. These tests start the real programs and may kill them.
 */
@NullMarked
package ge.khidi.localstack;

import org.jspecify.annotations.NullMarked;
