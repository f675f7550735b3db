/**
 * What an event is about: persons, means of transport, documents and the other entities, and the connections between them.
 * Every component that can tell one person or thing from another is marked {@link ge.khidi.contract.entity.Identifying}, and every
 * component belongs to a {@link ge.khidi.contract.entity.FieldGroup}; disclosure profiles are written in these two terms.
 */
@NullMarked
package ge.khidi.contract.entity;

import org.jspecify.annotations.NullMarked;
