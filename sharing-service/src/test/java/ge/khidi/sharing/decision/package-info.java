@NullMarked
package ge.khidi.sharing.decision;

import org.jspecify.annotations.NullMarked;
