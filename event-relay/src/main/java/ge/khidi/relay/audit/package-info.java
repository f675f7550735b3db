/**
 * Who did what with whose information, and why (Directive (EU) 2016/680 Art. 25). A station adds an entry in the transaction
 * that makes it true; the sealer gives committed entries their place in a Merkle tree (RFC 6962) and signs its head at least
 * every second. From here an auditor takes the log away and checks it with {@link ge.khidi.relay.audit.Verify} and the public key.
 */
@NullMarked
package ge.khidi.relay.audit;

import org.jspecify.annotations.NullMarked;
