/**
 * Streams that stay open. A caller arrives with the place it has got to; from then on it is told what is added there, a flush at a time,
 * each read like a page: decided at this moment and in the audit log first. Nobody asks the database for one stream: appends of this
 * instance and one look for all of them say which have something to read, and those at one place of one list read it together.
 */
@NullMarked
package ge.khidi.sharing.stream;

import org.jspecify.annotations.NullMarked;
