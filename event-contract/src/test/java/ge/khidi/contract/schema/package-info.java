/**
 * The published JSON Schemas: written from the records and {@code fields.txt}, checked in as resources, and held against the
 * records by a test that does not know how they were written.
 */
@NullMarked
package ge.khidi.contract.schema;

import org.jspecify.annotations.NullMarked;
