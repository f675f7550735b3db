/**
 * The feed as MISP reads it: a manifest of what is in it now, one document for each event, and the hashes of its values (MISP core format,
 * draft-dulaunoy-misp-core-format). Everything here is made from the bytes that leave by {@link ge.khidi.sharing.feed.CyberRows}; nothing is
 * decided here.
 */
@NullMarked
package ge.khidi.sharing.misp;

import org.jspecify.annotations.NullMarked;
