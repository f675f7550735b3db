/**
 * By which certificate the other end of a connection is known (RFC 8705). TLS proves that it holds the certificate's key; whose it is, is
 * said elsewhere: by an access token that is bound to it, which is refused here without it, or by a service's own binding. Only what came by
 * TLS to this process counts, never a header.
 */
@NullMarked
package ge.khidi.relay.certificate;

import org.jspecify.annotations.NullMarked;
