/**
 * Real records, sent through the front door: a table or a file of batch lines becomes submissions to intake, as an agency's own
 * system would make them. A mapping says in words which column is which field; nothing is invented, and a row that cannot be said
 * is refused with its reason. Every row ends in the report as accepted, already known or refused, and a second replay changes nothing.
 */
@NullMarked
package ge.khidi.localstack.replay;

import org.jspecify.annotations.NullMarked;
