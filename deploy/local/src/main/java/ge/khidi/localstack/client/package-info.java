/**
 * A running platform as seen from outside, with nothing but {@code stack.json}, HTTP and tokens: what an agency's or partner's own
 * system would have. The replay, the story and the system tests speak to the platform through this package only.
 */
@NullMarked
package ge.khidi.localstack.client;

import org.jspecify.annotations.NullMarked;
