/**
 * Holds the local stack to what the other modules' tests rely on: what was acknowledged survives a kill, the realm gives out the tokens
 * the services are built for, and nothing is left behind. These tests start the real programs and may kill them.
 */
@NullMarked
package ge.khidi.localstack;

import org.jspecify.annotations.NullMarked;
