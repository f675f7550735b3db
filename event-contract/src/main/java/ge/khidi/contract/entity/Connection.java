package ge.khidi.contract.entity;

import ge.khidi.contract.LocalId;

/** A statement that one entity of the event stands in a relation to another. */
public record Connection(LocalId from, Relation relation, LocalId to, Nature nature) {}
