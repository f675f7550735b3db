/**
 * What is particular to one type of event, after Implementing Regulation (EU) 2021/581 Annex 2 for the border types. Each
 * {@link ge.khidi.contract.event.EventType} names exactly one record of this package.
 */
@NullMarked
package ge.khidi.contract.detail;

import org.jspecify.annotations.NullMarked;
