@NullMarked
package ge.khidi.sharing.unlawful;

import org.jspecify.annotations.NullMarked;
