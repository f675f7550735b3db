package ge.khidi.intake.submission;

import ge.khidi.contract.EventId;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Status;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is on record of the event that is meant, as far as the decision needs it.
 *
 * <p>{@code current} is the receipt of the newest revision, {@code same} the first receipt that was given for the content now offered.
 * {@code event} reads the newest revision; it is asked only where a revision starts from what is there.
 */
public record OnRecord(
        EventId id, EventType type, Status status, Receipt current, Optional<Receipt> same, Supplier<Event> event) {}
