/** Tests of streams that stay open: what comes, when they end, and that nobody notices the others. */
@NullMarked
package ge.khidi.sharing.stream;

import org.jspecify.annotations.NullMarked;
