@NullMarked
package ge.khidi.sharing.onward;

import org.jspecify.annotations.NullMarked;
