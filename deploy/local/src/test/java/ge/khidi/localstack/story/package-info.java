/** The story and its noise, without a platform: what is told is what the contract accepts. */
@NullMarked
package ge.khidi.localstack.story;

import org.jspecify.annotations.NullMarked;
