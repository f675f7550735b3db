/**
 * For a partner's tool that cannot do OAuth: a client id and its secret arrive here by HTTP Basic (RFC 7617) and are asked about at
 * Keycloak. The access token that comes of it goes the way every bearer token goes, so that who is asking, what they may do and whether
 * their agency is suspended is decided where it always is. A certificate that was bound to a client (RFC 8705) stands for its secret, which the
 * service then says in its place. Only the paths of such tools take either; everywhere else they are no sign-in.
 */
@NullMarked
package ge.khidi.sharing.basic;

import org.jspecify.annotations.NullMarked;
