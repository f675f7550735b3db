/** Tests of what an originator and an auditor can see afterwards. */
@NullMarked
package ge.khidi.sharing.oversight;

import org.jspecify.annotations.NullMarked;
