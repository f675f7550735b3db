/**
 * How an event may be used and who may receive it, in the originator's words. The axes are independent: classification, TLP,
 * PAP and handling codes are never derived from one another. Nothing downstream may loosen what stands here.
 */
@NullMarked
package ge.khidi.contract.handling;

import org.jspecify.annotations.NullMarked;
