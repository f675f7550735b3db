/**
 * How a partner comes onto the platform. A registrar's description of an agency arrives here, on a port of its own; it becomes a proposal for
 * a new version of the registry, which another officer approves and which goes in force like a policy set. Whoever is in force gets an
 * account at the identity provider, made and kept by a job.
 */
@NullMarked
package ge.khidi.sharing.registration;

import org.jspecify.annotations.NullMarked;
