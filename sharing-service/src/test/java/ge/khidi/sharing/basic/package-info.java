/** What Basic is good for, and where. */
@NullMarked
package ge.khidi.sharing.basic;

import org.jspecify.annotations.NullMarked;
