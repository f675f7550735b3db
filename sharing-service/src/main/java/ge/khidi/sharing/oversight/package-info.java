/**
 * Afterwards: who received what, and how well it all goes? Originators ask about their own events and are told agencies, times, purposes and
 * policies; auditors and data-protection officers ask about any, about partners and after a breach; the Interagency Council gets numbers in
 * which nobody can be found. Everything is taken from the audit log, the feeds and {@code tally}, and the asking is logged.
 */
@NullMarked
package ge.khidi.sharing.oversight;

import org.jspecify.annotations.NullMarked;
