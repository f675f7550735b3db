/**
 * The laws of the contract, over seeds. {@link ge.khidi.contract.RandomEvents} is also the source of events for the laws of every
 * other module, which get it as a test-jar.
 */
@NullMarked
package ge.khidi.contract;

import org.jspecify.annotations.NullMarked;
