package ge.khidi.analysis.topology;

import ge.khidi.analysis.linking.Meeting;
import ge.khidi.contract.event.Event;

/** What came of a fact at a value; each goes its own way. */
sealed interface Found {

    /** To the link named by the key. */
    record Met(Meeting meeting) implements Found {}

    /** Out. */
    record Noticed(Event notice) implements Found {}
}
