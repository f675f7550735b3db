/** What the gate promises: its floor, its baseline, and what no policy can change. */
@NullMarked
package ge.khidi.sharing.policy;

import org.jspecify.annotations.NullMarked;
