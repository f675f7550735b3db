/** Holds the test support to its own promises, before the other modules build on them. */
@NullMarked
package ge.khidi.localstack.test;

import org.jspecify.annotations.NullMarked;
