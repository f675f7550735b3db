/**
 * What an earlier release rendered, as this one would. Stored renditions and stored STIX objects are looked at once when a service starts on a
 * database that an earlier release has written; what leaves no more is taken out of them before anything is shown, and nothing is added.
 */
@NullMarked
package ge.khidi.sharing.renewal;

import org.jspecify.annotations.NullMarked;
