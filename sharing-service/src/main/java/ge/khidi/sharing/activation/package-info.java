/**
 * How the rules change. An officer's draft arrives here; it is kept, simulated, approved by somebody else, and put in force behind the epoch lock;
 * every word goes to the audit log in the same transaction. From here the feeds follow.
 */
@NullMarked
package ge.khidi.sharing.activation;

import org.jspecify.annotations.NullMarked;
