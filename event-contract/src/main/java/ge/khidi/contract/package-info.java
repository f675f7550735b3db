/** What agencies say to each other. */
@NullMarked
package ge.khidi.contract;

import org.jspecify.annotations.NullMarked;
