@NullMarked
package ge.khidi.sharing.recall;

import org.jspecify.annotations.NullMarked;
