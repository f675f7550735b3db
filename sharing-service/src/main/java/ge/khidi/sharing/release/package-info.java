/**
 * What may leave once somebody has said so. An item that the rules hold waits here for the officers whose word is needed, in order:
 * the originator's, then the gateway's. A release lifts the hold for one item and one partner, can end and can be revoked; nothing
 * here ever lifts a refusal.
 */
@NullMarked
package ge.khidi.sharing.release;

import org.jspecify.annotations.NullMarked;
