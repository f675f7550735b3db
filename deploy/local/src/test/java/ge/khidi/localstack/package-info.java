/** What the local stack decides before it starts anything: its options, and how far the containers agree with it. */
@NullMarked
package ge.khidi.localstack;

import org.jspecify.annotations.NullMarked;
