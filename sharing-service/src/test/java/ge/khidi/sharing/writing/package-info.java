/** What can be said of what an agency writes, and what becomes of it. */
@NullMarked
package ge.khidi.sharing.writing;

import org.jspecify.annotations.NullMarked;
