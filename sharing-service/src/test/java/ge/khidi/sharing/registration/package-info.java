@NullMarked
package ge.khidi.sharing.registration;

import org.jspecify.annotations.NullMarked;
