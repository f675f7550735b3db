/** Tests of how the rules change, with the real database and broker. Each leaves the shipped policies in force. */
@NullMarked
package ge.khidi.sharing.activation;

import org.jspecify.annotations.NullMarked;
