package ge.khidi.intake.register;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.CloudEventHeaders;
import ge.khidi.contract.EventId;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.Status;
import ge.khidi.intake.submission.Admission;
import ge.khidi.intake.submission.Command;
import ge.khidi.intake.submission.Draft;
import ge.khidi.intake.submission.OnRecord;
import ge.khidi.intake.submission.Outcome;
import ge.khidi.intake.submission.Outcome.Accepted;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Justification;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.outbox.Outbox;
import ge.khidi.relay.outbox.OutboxRecord;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Keeps what is accepted. An outcome it answers has been committed, with its revision, its outbox row and its audit entry; if it fails,
 * nothing of what was asked has happened, or it has and asking again gives the same receipts.
 */
@ApplicationScoped
public class Register {

    private static final Logger LOG = Logger.getLogger(Register.class);
    private static final int MOST_ATTEMPTS = 5;

    /** A repeat comes within minutes, or days where a sender or sharing was away; longer than that, nothing of what was erased stays. */
    private static final int REPEATS_KNOWN_DAYS = 30;

    private final Mutiny.SessionFactory sessions;
    private final EventStore store;
    private final Admission admission;
    private final Outbox outbox;
    private final AuditLog audit;
    private final OutcomeMeters meters;
    private final Clock clock;

    public Register(
            Mutiny.SessionFactory sessions,
            EventStore store,
            Admission admission,
            Outbox outbox,
            AuditLog audit,
            OutcomeMeters meters,
            Clock clock) {
        this.sessions = sessions;
        this.store = store;
        this.admission = admission;
        this.outbox = outbox;
        this.audit = audit;
        this.meters = meters;
        this.clock = clock;
    }

    public Uni<Outcome> keep(Entry entry) {
        return keep(List.of(entry)).map(outcomes -> outcomes.get(0));
    }

    /**
     * Keeps several entries of one originator and answers in their order. Those about different events share a transaction, so each is
     * independent of what is decided about the others, but not of the database.
     */
    public Uni<List<Outcome>> keep(List<Entry> entries) {
        Outcome[] outcomes = new Outcome[entries.size()];
        IntStream.range(0, outcomes.length)
                .forEach(place -> entries.get(place).draft().settled().ifPresent(settled -> outcomes[place] = settled));
        return Multi.createBy()
                .repeating()
                .uni(() -> step(entries, outcomes))
                .until(done -> done)
                .collect()
                .last()
                .replaceWith(() -> report(entries, outcomes));
    }

    /** One wave, and whether it was the last. */
    private Uni<Boolean> step(List<Entry> entries, Outcome[] outcomes) {
        List<Integer> waiting = IntStream.range(0, outcomes.length)
                .filter(place -> outcomes[place] == null)
                .boxed()
                .toList();
        if (waiting.isEmpty()) {
            return Uni.createFrom().item(true);
        }
        Wave wave = Wave.of(entries, waiting);
        return sessions.withTransaction(session -> keep(session, wave))
                .onFailure(Register::isContention)
                .retry()
                .atMost(MOST_ATTEMPTS)
                .map(decided -> {
                    decided.forEach((place, outcome) -> outcomes[place] = outcome);
                    return false;
                });
    }

    private Uni<Map<Integer, Outcome>> keep(Mutiny.Session session, Wave wave) {
        return store.lock(session, wave.originator(), wave.targets()).chain(found -> {
            Wave apart = wave.apart(found);
            return store.read(session, apart.asked(found)).chain(onRecord -> write(session, apart, onRecord));
        });
    }

    private Uni<Map<Integer, Outcome>> write(Mutiny.Session session, Wave wave, Map<Integer, OnRecord> onRecord) {
        Map<Integer, Outcome> decided = new HashMap<>();
        Map<Integer, Accepted> accepted = new HashMap<>();
        Map<EventId, String> keys = new HashMap<>();
        for (Integer place : wave.places()) {
            Draft.Open draft = wave.draft(place);
            Outcome outcome = admission.decide(draft, Optional.ofNullable(onRecord.get(place)), clock.instant());
            decided.put(place, outcome);
            if (outcome instanceof Accepted one) {
                accepted.put(place, one);
                draft.command()
                        .target()
                        .idempotencyKey()
                        .ifPresent(key -> keys.put(one.event().id(), key));
            }
        }
        List<Accepted> first =
                accepted.values().stream().filter(Accepted::created).toList();
        List<Accepted> later =
                accepted.values().stream().filter(one -> !one.created()).toList();
        return store.create(session, first, keys)
                .invoke(kept -> leaveOutThoseNotKept(accepted, decided, kept))
                .chain(() -> store.revise(session, later))
                .chain(() -> forget(session, later))
                .chain(() -> outbox.add(session, records(wave, accepted)))
                .chain(() -> audit.append(session, entries(wave, accepted)))
                .replaceWith(decided);
    }

    /** What earlier revisions said goes in the transaction that erases the event: from the record, and from what waits to be sent. */
    private Uni<Void> forget(Mutiny.Session session, List<Accepted> later) {
        List<EventId> erased = later.stream()
                .filter(Register::isErasure)
                .map(one -> one.event().id())
                .toList();
        return erased.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.forget(session, erased, today().plusDays(REPEATS_KNOWN_DAYS))
                        .chain(() -> outbox.forget(
                                session, erased.stream().map(EventId::toString).toList()));
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    /**
     * A name that somebody took between our look and our insert: the next wave will find what they left. And what was erased since it was first said, which no
     * wave takes.
     */
    private static void leaveOutThoseNotKept(
            Map<Integer, Accepted> accepted, Map<Integer, Outcome> decided, EventStore.Kept kept) {
        List<Integer> others = accepted.entrySet().stream()
                .filter(entry -> entry.getValue().created()
                        && !kept.created().contains(entry.getValue().event().id()))
                .map(Map.Entry::getKey)
                .toList();
        for (Integer place : others) {
            Accepted one = Objects.requireNonNull(accepted.remove(place));
            decided.remove(place);
            if (kept.erased().contains(one.event().id())) {
                decided.put(place, Outcome.Conflict.ERASED);
            }
        }
    }

    private static List<OutboxRecord> records(Wave wave, Map<Integer, Accepted> accepted) {
        List<OutboxRecord> records = new ArrayList<>();
        for (Integer place : wave.places()) {
            Accepted one = accepted.get(place);
            if (one != null) {
                Event event = one.event();
                OutboxRecord message = OutboxRecord.of(
                        event.type().topic(),
                        event.id().toString(),
                        CloudEventHeaders.of(event),
                        one.content().getBytes(UTF_8));
                records.add(wave.entry(place).trace().map(message::tracedAs).orElse(message));
            }
        }
        return records;
    }

    private static List<AuditEntry> entries(Wave wave, Map<Integer, Accepted> accepted) {
        List<AuditEntry> entries = new ArrayList<>();
        accepted.forEach((place, one) -> {
            entries.add(AuditEntry.of(
                            one.event().acceptedAt(),
                            operation(one),
                            wave.draft(place).command().accept(new Action(one.created())),
                            wave.entry(place).actor())
                    .about(one.event().revisionId())
                    .because(new Justification(Optional.empty(), one.reason(), Optional.empty())));
        });
        return entries;
    }

    private static Operation operation(Accepted one) {
        if (one.created()) {
            return Operation.COLLECTION;
        }
        return isErasure(one) ? Operation.ERASURE : Operation.ALTERATION;
    }

    private static boolean isErasure(Accepted one) {
        return one.event().state().status() == Status.ERASED;
    }

    private List<Outcome> report(List<Entry> entries, Outcome[] outcomes) {
        List<Outcome> all = Arrays.asList(outcomes);
        for (int place = 0; place < outcomes.length; place++) {
            meters.count(outcomes[place]);
            if (LOG.isDebugEnabled()) {
                LOG.debugf(
                        "An agency spoke and was answered. agency=%s decision=%s",
                        entries.get(place).draft().author().agency(), outcomes[place].accept(Decision.NAME));
            }
        }
        return all;
    }

    /** Two transactions were in each other's way (SQLSTATE class 40): nothing has happened, and again it will. */
    private static boolean isContention(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refused
                    && refused.getSqlState() != null
                    && refused.getSqlState().startsWith("40")) {
                return true;
            }
        }
        return false;
    }

    /** What the audit log calls it. */
    private record Action(boolean created) implements Command.Cases<String> {
        @Override
        public String create(Command.Create command) {
            return "event.created";
        }

        @Override
        public String put(Command.Put command) {
            return created ? "event.created" : "event.revised";
        }

        @Override
        public String revise(Command.Revise command) {
            return "event.revised";
        }

        @Override
        public String withdraw(Command.Withdraw command) {
            return "event.withdrawn";
        }

        @Override
        public String review(Command.Review command) {
            return "event.kept";
        }

        @Override
        public String restrict(Command.Restrict command) {
            return "event.restricted";
        }

        @Override
        public String lift(Command.Lift command) {
            return "event.restriction-lifted";
        }

        @Override
        public String erase(Command.Erase command) {
            return "event.erased";
        }
    }
}
