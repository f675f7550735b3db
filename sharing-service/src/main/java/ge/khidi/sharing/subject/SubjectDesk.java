package ge.khidi.sharing.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import ge.khidi.contract.event.Event;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.AuditLog;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Officers at work on requests. Everything is done under the lock of the request, with its audit entry in the same transaction; entries name
 * events and never the person, of whom the log has a salted digest.
 */
@Singleton
class SubjectDesk {

    /** Most candidates of one search; the next one finds others. No request is answered while a search still finds one. */
    private static final int MOST = 200;

    private static final String FIRST = "00000000-0000-0000-0000-000000000000";

    private final Mutiny.SessionFactory sessions;
    private final SubjectStore store;
    private final SubjectIndex index;
    private final Recipients recipients;
    private final AuditLog audit;
    private final SubjectConfig config;
    private final Clock clock;

    SubjectDesk(
            Mutiny.SessionFactory sessions,
            SubjectStore store,
            SubjectIndex index,
            Recipients recipients,
            AuditLog audit,
            SubjectConfig config,
            Clock clock) {
        this.sessions = sessions;
        this.store = store;
        this.index = index;
        this.recipients = recipients;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
    }

    /** What came of a step. */
    sealed interface Answer {
        /** It is done, and this is how things stand. */
        record Done(ObjectNode now) implements Answer {}

        /** There is no such thing, or it is not the caller's. */
        record Unknown() implements Answer {}

        /** It cannot be said now. */
        record Refused(String why) implements Answer {}
    }

    Uni<ObjectNode> open(Caller caller, Bodies.Opening opening) {
        LocalDate due = opening.received().plus(config.answerWithin());
        return sessions.withTransaction(session -> store.open(session, caller.agency(), opening, due)
                .call(opened -> log(
                        session,
                        entry(caller, Operation.COLLECTION, "subject.request.opened")
                                .withDigest(digest(opened.salt(), opening.given()))))
                .chain(opened -> searched(session, caller, opened.id(), opening.given())));
    }

    Uni<List<ObjectNode>> list(Caller caller, String state, boolean overdue) {
        return sessions.withTransaction(session -> store.list(session, caller.agency(), state, overdue, today())
                .call(found -> log(
                        session,
                        entry(caller, Operation.CONSULTATION, "subject.requests.listed")
                                .about(Concern.count(found.size())))));
    }

    /** With the candidates behind that one, or the first ones. */
    Uni<Answer> read(Caller caller, String id, Optional<EventId> after) {
        return with(
                caller,
                id,
                (session, request) -> log(session, entry(caller, Operation.CONSULTATION, "subject.request.read"))
                        .chain(() -> view(session, request, after))
                        .map(Answer.Done::new));
    }

    /** Looks again, for what arrived since: events, and revisions that say something else than what their originators let out. */
    Uni<Answer> search(Caller caller, String id) {
        return with(
                caller,
                id,
                (session, request) -> isOpen(request)
                        ? askAgain(session, caller, id, given(request))
                                .chain(() -> searched(session, caller, id, given(request)))
                                .map(Answer.Done::new)
                        : refused("the request is answered"));
    }

    /** This is the person, and the originator is asked; or it is somebody else. The answer is the candidate, and how many are left. */
    Uni<Answer> decide(Caller caller, String id, EventId event, boolean confirmed) {
        return with(caller, id, (session, request) -> {
            if (!isOpen(request)) {
                return refused("the request is answered");
            }
            return store.item(session, id, event)
                    .chain(found -> found.map(item -> decide(session, caller, id, event, confirmed, item))
                            .orElseGet(SubjectDesk::unknown));
        });
    }

    private Uni<Answer> decide(
            Mutiny.Session session, Caller caller, String id, EventId event, boolean confirmed, ObjectNode item) {
        String verdict = confirmed ? "CONFIRMED" : "REJECTED";
        if ((item.hasNonNull("answer") || item.hasNonNull("answer_of")) && !is(item, "verdict", verdict)) {
            return refused("its originator has answered");
        }
        JsonObject row = new JsonObject()
                .put("request", id)
                .put("event", event.toString())
                .put("verdict", verdict);
        if (confirmed) {
            askNow(row);
        }
        AuditEntry entry = entry(caller, Operation.CONSULTATION, "subject.candidate." + verdict)
                .about(event);
        return store.decide(session, row)
                .chain(changed -> changed == 0
                        ? Uni.createFrom().voidItem()
                        : log(session, confirmed ? entry.to(agency(item, "originator")) : entry))
                .chain(() -> store.item(session, id, event))
                .chain(now -> candidate(session, now.orElseThrow(), false))
                .chain(json -> counted(session, id, json))
                .map(Answer.Done::new);
    }

    private void askNow(JsonObject row) {
        row.put("asked", clock.instant().toString());
        row.put("due", today().plus(config.consultWithin()).toString());
    }

    private Uni<ObjectNode> counted(Mutiny.Session session, String id, ObjectNode json) {
        return store.undecided(session, id).map(undecided -> json.put("undecided", undecided.longValue()));
    }

    /** What the caller's agency was asked about its own events. */
    Uni<List<ObjectNode>> asked(Caller caller) {
        return sessions.withTransaction(session -> store.asked(session, caller.agency())
                .call(found -> log(
                        session,
                        entry(caller, Operation.CONSULTATION, "subject.consultations.listed")
                                .about(Concern.count(found.size()))))
                .map(found -> found.stream().map(this::summary).toList()));
    }

    Uni<Answer> asked(Caller caller, String id) {
        return sessions.withTransaction(session -> store.asked(session, caller.agency(), id)
                .chain(found -> found.<Uni<Answer>>map(asked -> log(
                                        session,
                                        entry(caller, Operation.CONSULTATION, "subject.consultation.read")
                                                .about(event(asked, "eventId")))
                                .chain(() -> opened(session, asked)))
                        .orElseGet(SubjectDesk::unknown)));
    }

    private Uni<Answer> opened(Mutiny.Session session, ObjectNode asked) {
        Given given = given(asked);
        return store.revisions(session, asked.path("eventId").asText()).chain(revisions -> {
            ObjectNode json = summary(asked);
            json.put(
                    "statement",
                    SubjectStore.object(given.json()).path("statement").asText());
            ArrayNode entities = json.putArray("entities");
            ArrayNode groups = json.putArray("groupsHeld");
            Optional<Held> held = Held.now(revisions, given);
            held.ifPresent(now -> {
                json.put("revision", now.event().revision());
                if (!now.current()) {
                    json.put("notInRevision", now.asOf());
                }
                now.own().forEach(id -> entities.add(id.toString()));
                Excerpt.groups(now.event(), now.own()).forEach(group -> groups.add(group.name()));
            });
            return recipients(session, asked, revisions)
                    .call(now -> now.map(categories -> show(session, asked, held.orElseThrow(), categories, json))
                            .orElseGet(() -> Uni.createFrom().voidItem()))
                    .replaceWith(new Answer.Done(json));
        });
    }

    private Uni<Void> show(
            Mutiny.Session session, ObjectNode asked, Held held, Set<RecipientCategory> categories, ObjectNode task) {
        task.setAll(Excerpt.whole(held.event(), held.own()));
        ArrayNode shown = task.putArray("recipients");
        categories.forEach(category -> shown.add(category.name()));
        return store.show(session, asked.path("id").asText(), held.asOf(), RecipientCategory.print(categories))
                .replaceWithVoid();
    }

    /** To whom went what the event says of the person, by now; empty where nobody asks for access, or the event says nothing of them any more. */
    private Uni<Optional<Set<RecipientCategory>>> recipients(
            Mutiny.Session session, ObjectNode asked, List<Event> revisions) {
        Given given = given(asked);
        if (!is(asked, "kind", Kind.ACCESS.name()) || Held.now(revisions, given).isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return recipients
                .of(session, Recipients.rows(revisions, given.sought()))
                .map(byEvent ->
                        Optional.of(byEvent.getOrDefault(asked.path("eventId").asText(), Set.of())));
    }

    /** The originator's word about its own event; until the request is answered another one replaces it. */
    Uni<Answer> say(Caller caller, String id, Said said) {
        return sessions.withTransaction(session -> store.asked(session, caller.agency(), id)
                .chain(found -> {
                    if (found.isEmpty()) {
                        return unknown();
                    }
                    ObjectNode asked = found.get();
                    if (!isOpen(asked)) {
                        return refused("the request is answered");
                    }
                    if (!said.word().fits(Kind.valueOf(asked.path("kind").asText()))) {
                        return refused("this word does not belong to a request of this kind");
                    }
                    return said.letsOut()
                            ? sayAsShown(session, caller, asked, said)
                            : say(session, caller, asked, said, Optional.empty(), Optional.empty());
                }));
    }

    /** Everything is let out as the originator saw it: what came since it read the task may be what it would keep back. */
    private Uni<Answer> sayAsShown(Mutiny.Session session, Caller caller, ObjectNode asked, Said said) {
        return store.revisions(session, asked.path("eventId").asText()).chain(revisions -> {
            Optional<Held> held = Held.now(revisions, given(asked));
            if (overtaken(asked.path("revision_shown"), said, true, revisions, given(asked))) {
                return refused(
                        "this lets out what is held of the person, and the task has not shown you that as it is now: read it");
            }
            return (said.letsOutRecipients()
                            ? recipients(session, asked, revisions)
                            : Uni.createFrom().item(Optional.<Set<RecipientCategory>>empty()))
                    .map(now -> now.map(RecipientCategory::print))
                    .chain(now -> now.filter(kept -> !is(asked, "shown", kept)).isPresent()
                            ? refused(
                                    "this lets out to whom it went, and the task has not shown you that as it is now: read it")
                            : say(session, caller, asked, said, now, held.map(Held::asOf)));
        });
    }

    /**
     * Whether something else would be let out now than as of that revision, which somebody has read or answered on; where nothing is held any more,
     * nothing is.
     */
    private static boolean overtaken(JsonNode revision, Said said, boolean basis, List<Event> revisions, Given given) {
        return Held.now(revisions, given)
                .filter(now -> Held.asOf(revisions, revision.asInt(), given)
                        .filter(read -> read.letsOutAs(now, said, basis))
                        .isEmpty())
                .isPresent();
    }

    private static boolean overtaken(ObjectNode item, List<Event> revisions, Given given) {
        Optional<Said> said = said(item).filter(Said::letsOut);
        return said.isPresent()
                && overtaken(item.path("answer_of"), said.get(), item.hasNonNull("legal_basis_of"), revisions, given);
    }

    /** Asks those originators anew who have let out what is something else by now: they have read nothing of that for this person. */
    private Uni<Void> askAgain(Mutiny.Session session, Caller caller, String id, Given given) {
        return store.items(session, id)
                .chain(items -> Multi.createFrom()
                        .iterable(items)
                        .filter(item -> is(item, "verdict", "CONFIRMED") && isThere(item))
                        .filter(item -> said(item).filter(Said::letsOut).isPresent()
                                && item.path("newest").asInt()
                                        > item.path("answer_of").asInt())
                        .onItem()
                        .transformToUniAndConcatenate(item -> askAgain(session, caller, item, given))
                        .onItem()
                        .ignoreAsUni());
    }

    private Uni<Integer> askAgain(Mutiny.Session session, Caller caller, ObjectNode item, Given given) {
        JsonObject row = new JsonObject().put("id", item.path("id").asText());
        askNow(row);
        return store.revisions(session, item.path("event_id").asText())
                .chain(revisions -> overtaken(item, revisions, given)
                        ? store.askAgain(session, row)
                                .call(() -> log(
                                        session,
                                        entry(caller, Operation.CONSULTATION, "subject.consultation.asked-again")
                                                .about(event(item, "event_id"))
                                                .to(agency(item, "originator"))))
                        : Uni.createFrom().item(0));
    }

    private Uni<Answer> say(
            Mutiny.Session session,
            Caller caller,
            ObjectNode asked,
            Said said,
            Optional<String> letOut,
            Optional<Integer> revision) {
        String id = asked.path("id").asText();
        JsonObject row = new JsonObject()
                .put("id", id)
                .put("answer", said.word().name())
                .put("ground", said.ground().map(Enum::name).orElse(null))
                .put("recipients", letOut.orElse(null))
                .put("basis", revision.filter(read -> said.letsOutLegalBasis()).orElse(null))
                .put("revision", revision.orElse(null))
                .put("at", clock.instant().toString());
        row.put(
                "groups",
                String.join(",", said.groups().stream().map(Enum::name).toList()));
        List<AuditEntry> entries = Stream.concat(
                        Stream.of("subject.consultation." + said.word()),
                        letOut.map(categories -> "subject.consultation.recipients").stream())
                .map(action -> entry(caller, Operation.ALTERATION, action)
                        .about(event(asked, "eventId"))
                        .to(agency(asked, "askedBy")))
                .toList();
        return store.say(session, row)
                .chain(() -> audit.append(session, entries))
                .chain(() -> store.asked(session, caller.agency(), id))
                .map(now -> new Answer.Done(summary(now.orElseThrow())));
    }

    /**
     * Records what the person is answered. Looks once more before, so that nothing that arrived meanwhile is forgotten; where something is let out,
     * originators whose word is about something else by now are asked again.
     */
    Uni<Answer> conclude(Caller caller, String id, Bodies.Conclusion conclusion) {
        return with(caller, id, (session, request) -> {
            if (!isOpen(request)) {
                return refused("the request is answered");
            }
            if (conclusion
                    .answered()
                    .isBefore(LocalDate.parse(request.path("received").asText()))) {
                return refused("it was received after that day");
            }
            return search(session, caller, id, given(request))
                    .chain(() -> conclusion.outcome().letsOut()
                            ? askAgain(session, caller, id, given(request))
                            : Uni.createFrom().voidItem())
                    .chain(() -> index.whole(session))
                    .chain(whole -> store.items(session, id)
                            .chain(items -> against(conclusion, items, whole)
                                    .map(SubjectDesk::refused)
                                    .orElseGet(() -> store.conclude(session, row(id, conclusion))
                                            .chain(() -> log(
                                                    session,
                                                    entry(
                                                            caller,
                                                            Operation.ALTERATION,
                                                            "subject.request.answered." + conclusion.outcome())))
                                            .chain(() -> done(session, caller, id)))));
        });
    }

    private Optional<String> against(Bodies.Conclusion conclusion, List<ObjectNode> items, boolean whole) {
        if (items.stream().anyMatch(item -> is(item, "verdict", "PROPOSED") && isThere(item))) {
            return Optional.of("there are candidates on which nobody has decided");
        }
        if (conclusion.outcome() == Outcome.NOTHING_HELD && !whole) {
            return Optional.of("older events are still being brought into the index");
        }
        List<ObjectNode> confirmed = items.stream()
                .filter(item -> is(item, "verdict", "CONFIRMED") && isThere(item))
                .toList();
        if (confirmed.stream()
                .anyMatch(item -> !item.hasNonNull("answer")
                        && !LocalDate.parse(item.path("answer_due").asText()).isBefore(today()))) {
            return Optional.of("an originator is still asked, or asked again");
        }
        return conclusion
                .outcome()
                .against(confirmed.stream().map(SubjectDesk::said).toList(), conclusion.ground());
    }

    private static JsonObject row(String id, Bodies.Conclusion conclusion) {
        return new JsonObject()
                .put("id", id)
                .put("outcome", conclusion.outcome().name())
                .put("ground", conclusion.ground().map(Enum::name).orElse(null))
                .put("reasons", conclusion.reasons().orElse(null))
                .put("answered", conclusion.answered().toString());
    }

    Uni<Answer> close(Caller caller, String id, boolean toldOfComplaint) {
        return with(caller, id, (session, request) -> {
            if (!is(request, "state", "ANSWERED")) {
                return refused("a request is closed once, after it was answered");
            }
            JsonObject row = new JsonObject()
                    .put("id", id)
                    .put("told", toldOfComplaint)
                    .put("at", clock.instant().toString());
            return store.close(session, row)
                    .chain(() -> log(session, entry(caller, Operation.ALTERATION, "subject.request.closed")))
                    .chain(() -> done(session, caller, id));
        });
    }

    /** What the person gets to read. */
    Uni<Answer> export(Caller caller, String id) {
        return with(caller, id, (session, request) -> {
            if (isOpen(request)) {
                return refused("the request is not answered yet");
            }
            return store.items(session, id).chain(items -> export(session, caller, request, items));
        });
    }

    private Uni<Answer> export(Mutiny.Session session, Caller caller, ObjectNode request, List<ObjectNode> items) {
        Outcome outcome = Outcome.valueOf(request.path("outcome").asText());
        Given given = given(request);
        List<ObjectNode> shown = items.stream()
                .filter(item -> is(item, "verdict", "CONFIRMED"))
                .filter(item ->
                        outcome.letsOut() && said(item).filter(Said::known).isPresent())
                .toList();
        return Multi.createFrom()
                .iterable(shown)
                .onItem()
                .transformToUniAndConcatenate(item -> part(session, item, given))
                .collect()
                .asList()
                .chain(parts -> parts.stream().anyMatch(Optional::isEmpty)
                        ? refused("what an originator let out is not what is held now, and this request is answered:"
                                + " open another one")
                        : told(
                                        session,
                                        caller,
                                        parts.stream().flatMap(Optional::stream).toList())
                                .map(told -> new Answer.Done(AnswerDocument.json(request, outcome, told))));
    }

    /** With an entry for each event of which something is told, and for each of which it is told to whom it went. */
    private Uni<List<AnswerDocument.Part>> told(
            Mutiny.Session session, Caller caller, List<AnswerDocument.Part> parts) {
        List<AuditEntry> entries = new ArrayList<>();
        entries.add(entry(caller, Operation.DISCLOSURE, "subject.answer.exported"));
        parts.forEach(part -> part.excerpt().ifPresent(excerpt -> {
            entries.add(entry(caller, Operation.DISCLOSURE, "subject.answer.exported")
                    .about(part.event()));
            if (excerpt.has("recipients")) {
                entries.add(entry(caller, Operation.DISCLOSURE, "subject.answer.recipients")
                        .about(part.event()));
            }
        }));
        return audit.append(session, entries).replaceWith(parts);
    }

    /** Of the revision that its originator answered on; empty where something else is held by now. */
    private Uni<Optional<AnswerDocument.Part>> part(Mutiny.Session session, ObjectNode item, Given given) {
        Said said = said(item).orElseThrow();
        return store.revisions(session, item.path("event_id").asText())
                .map(revisions -> overtaken(item, revisions, given)
                        ? Optional.empty()
                        : Optional.of(new AnswerDocument.Part(
                                event(item, "event_id"), said, excerpt(item, said, revisions, given))));
    }

    private static Optional<ObjectNode> excerpt(ObjectNode item, Said said, List<Event> revisions, Given given) {
        return Held.asOf(revisions, item.path("answer_of").asInt(), given)
                .filter(held -> said.letsOut())
                .map(held ->
                        Excerpt.of(held.event(), held.own(), said, letOut(item), item.hasNonNull("legal_basis_of")));
    }

    /** The recipients that the originator let out with its word, as they were on the day it gave it. */
    private static Optional<Excerpt.LetOut> letOut(ObjectNode item) {
        return Optional.ofNullable(item.path("recipients").textValue())
                .map(kept -> new Excerpt.LetOut(
                        RecipientCategory.parse(kept),
                        LocalDate.ofInstant(
                                        OffsetDateTime.parse(
                                                        item.path("answered_at").asText())
                                                .toInstant(),
                                        ZoneOffset.UTC)
                                .toString()));
    }

    Uni<List<ObjectNode>> decisions(Caller caller, LocalDate since) {
        return overseen(caller, "subject.decisions.read", session -> store.decisions(session, since));
    }

    Uni<List<ObjectNode>> statistics(Caller caller) {
        return overseen(caller, "subject.statistics.read", store::statistics);
    }

    private Uni<List<ObjectNode>> overseen(
            Caller caller, String action, Function<Mutiny.Session, Uni<List<ObjectNode>>> rows) {
        return sessions.withTransaction(session ->
                log(session, entry(caller, Operation.CONSULTATION, action)).chain(() -> rows.apply(session)));
    }

    /** Erases what was closed long enough ago; numbers stay. */
    Uni<Integer> lapse() {
        String before = clock.instant()
                .atZone(ZoneOffset.UTC)
                .minus(config.keepAfterClosing())
                .toInstant()
                .toString();
        return sessions.withTransaction(session -> store.lapse(session, before)
                .call(gone -> gone == 0
                        ? Uni.createFrom().voidItem()
                        : log(
                                session,
                                AuditEntry.of(
                                                clock.instant(),
                                                Operation.ERASURE,
                                                "subject.requests.erased",
                                                Actor.platform("subjects"))
                                        .about(Concern.count(gone)))));
    }

    // shared

    /** A step on a request that is the caller's own. */
    private interface Step {
        Uni<Answer> take(Mutiny.Session session, ObjectNode request);
    }

    private Uni<Answer> with(Caller caller, String id, Step step) {
        return sessions.withTransaction(session -> store.find(session, caller.agency(), id)
                .chain(found ->
                        found.map(request -> step.take(session, request)).orElseGet(SubjectDesk::unknown)));
    }

    private Uni<Answer> done(Mutiny.Session session, Caller caller, String id) {
        return store.find(session, caller.agency(), id)
                .chain(found -> view(session, found.orElseThrow(), Optional.empty()))
                .map(Answer.Done::new);
    }

    /** Searches, and tells how many were found that had not been before. */
    private Uni<ObjectNode> searched(Mutiny.Session session, Caller caller, String id, Given given) {
        return search(session, caller, id, given)
                .chain(found -> store.find(session, caller.agency(), id)
                        .chain(request -> view(session, request.orElseThrow(), Optional.empty()))
                        .map(json -> json.put("found", found)));
    }

    private Uni<Integer> search(Mutiny.Session session, Caller caller, String id, Given given) {
        return index.find(session, id, given.sought(), MOST)
                .call(found -> log(
                        session,
                        entry(caller, Operation.CONSULTATION, "subject.searched")
                                .about(Concern.count(found.size()))))
                .chain(found -> store.propose(session, id, found));
    }

    /** A request with so many of its candidates, and what came of those that were confirmed. */
    private Uni<ObjectNode> view(Mutiny.Session session, ObjectNode request, Optional<EventId> after) {
        String id = request.path("id").asText();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("id", request.path("id"));
        json.set("kind", request.path("kind"));
        json.set("state", request.path("state"));
        json.set("received", request.path("received"));
        json.set("due", request.path("due"));
        json.set("reference", request.path("reference"));
        json.set("identityVerified", request.path("verified"));
        SubjectStore.object(request.path("given").asText())
                .properties()
                .forEach(field -> json.set(field.getKey(), field.getValue()));
        copy(request, json, "outcome", "outcome");
        copy(request, json, "ground", "ground");
        copy(request, json, "reasons", "reasons");
        copy(request, json, "answered_on", "answered");
        copy(request, json, "complaint_told", "toldOfComplaint");
        ArrayNode candidates = json.putArray("candidates");
        return index.whole(session)
                .invoke(whole -> json.put("searchComplete", whole))
                .chain(() -> counted(session, id, json))
                .chain(() ->
                        store.items(session, id, after.map(EventId::toString).orElse(FIRST), MOST + 1))
                .invoke(items -> next(items).ifPresent(next -> json.put("next", next)))
                .map(items -> items.subList(0, Math.min(MOST, items.size())))
                .chain(items -> grown(session, request, items)
                        .chain(grown -> Multi.createFrom()
                                .iterable(items)
                                .onItem()
                                .transformToUniAndConcatenate(item -> candidate(
                                        session,
                                        item,
                                        grown.contains(item.path("event_id").asText())))
                                .collect()
                                .asList()))
                .invoke(candidates::addAll)
                .replaceWith(json);
    }

    /**
     * Of which events more categories of recipients were shown the person's data than their originators let out: the document does not say these.
     * That the answering agency has its own document is nothing new to it.
     */
    private Uni<Set<String>> grown(Mutiny.Session session, ObjectNode request, List<ObjectNode> items) {
        Map<String, Set<RecipientCategory>> letOut = items.stream()
                .filter(item -> item.hasNonNull("recipients") && !is(request, "state", "CLOSED"))
                .collect(Collectors.toMap(
                        item -> item.path("event_id").asText(),
                        item -> RecipientCategory.parse(item.path("recipients").asText())));
        Given given = given(request);
        return Multi.createFrom()
                .iterable(letOut.keySet())
                .onItem()
                .transformToUniAndConcatenate(event -> store.revisions(session, event))
                .filter(revisions -> Held.now(revisions, given).isPresent())
                .onItem()
                .transform(revisions -> Recipients.rows(revisions, given.sought()))
                .collect()
                .in(JsonNodeFactory.instance::arrayNode, ArrayNode::addAll)
                .chain(rows -> recipients.of(session, rows, Optional.of(agency(request, "agency"))))
                .map(now -> letOut.entrySet().stream()
                        .filter(one -> !one.getValue().containsAll(now.getOrDefault(one.getKey(), Set.of())))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }

    /** Behind which candidate the list goes on, if it does. */
    private static Optional<String> next(List<ObjectNode> items) {
        return items.size() <= MOST
                ? Optional.empty()
                : Optional.of(items.get(MOST - 1).path("event_id").asText());
    }

    private Uni<ObjectNode> candidate(Mutiny.Session session, ObjectNode item, boolean grown) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("eventId", item.path("event_id"));
        json.set("originator", item.path("originator"));
        ArrayNode matched = json.putArray("matched");
        Set.of(item.path("matched").asText().split(",", -1)).stream().sorted().forEach(matched::add);
        json.set("verdict", item.path("verdict"));
        copy(item, json, "status", "status");
        copy(item, json, "answer_due", "consultationDue");
        copy(item, json, "answer", "answer");
        copy(item, json, "ground", "ground");
        askedAgain(item, json);
        recipientsLetOut(item, json);
        if (grown) {
            json.put("recipientsSince", true);
        }
        if (!is(item, "verdict", "CONFIRMED")) {
            return Uni.createFrom().item(json);
        }
        return store.followed(
                        session,
                        item.path("event_id").asText(),
                        item.path("revision").asInt())
                .invoke(revisions -> json.putArray("followed").addAll(revisions))
                .replaceWith(json);
    }

    private ObjectNode summary(ObjectNode asked) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (String field : List.of("id", "eventId", "kind", "askedBy", "askedAt", "due")) {
            json.set(field, asked.path(field));
        }
        copy(asked, json, "answer", "answer");
        copy(asked, json, "ground", "ground");
        askedAgain(asked, json);
        recipientsLetOut(asked, json);
        if (asked.hasNonNull("legal_basis_of")) {
            json.put("legalBasisLetOut", true);
        }
        return json.put(
                "overdue",
                !asked.hasNonNull("answer")
                        && LocalDate.parse(asked.path("due").asText()).isBefore(today()));
    }

    private static void askedAgain(ObjectNode from, ObjectNode to) {
        if (from.hasNonNull("answer_of") && !from.hasNonNull("answer")) {
            to.put("askedAgain", true);
        }
    }

    private static void recipientsLetOut(ObjectNode from, ObjectNode to) {
        if (from.hasNonNull("recipients")) {
            ArrayNode letOut = to.putArray("recipientsLetOut");
            RecipientCategory.parse(from.path("recipients").asText()).forEach(category -> letOut.add(category.name()));
        }
    }

    private static Optional<Said> said(ObjectNode item) {
        return Optional.ofNullable(item.path("answer").textValue())
                .map(word -> new Said(
                        Said.Word.valueOf(word),
                        Optional.ofNullable(item.path("ground").textValue()).map(Ground::valueOf),
                        AnswerDocument.groups(item.path("groups").asText("")),
                        is(item, "answer", Said.Word.PARTLY.name()) && item.hasNonNull("recipients"),
                        is(item, "answer", Said.Word.PARTLY.name()) && item.hasNonNull("legal_basis_of")));
    }

    private static void copy(ObjectNode from, ObjectNode to, String field, String name) {
        if (from.hasNonNull(field)) {
            to.set(name, from.path(field));
        }
    }

    private static boolean is(JsonNode json, String field, String text) {
        return json.path(field).asText().equals(text);
    }

    private static boolean isOpen(JsonNode request) {
        return is(request, "state", "OPEN");
    }

    /** Whether its event still has content; what was erased meanwhile asks for nobody's word. */
    private static boolean isThere(JsonNode item) {
        return !is(item, "status", "ERASED");
    }

    private static EventId event(JsonNode json, String field) {
        return EventId.parse(json.path(field).asText()).orElseThrow();
    }

    private static AgencyId agency(JsonNode json, String field) {
        return new AgencyId(json.path(field).asText());
    }

    private static Given given(ObjectNode request) {
        return Bodies.given(request.path("given").asText());
    }

    private static Uni<Answer> refused(String why) {
        return Uni.createFrom().item(new Answer.Refused(why));
    }

    private static Uni<Answer> unknown() {
        return Uni.createFrom().item(new Answer.Unknown());
    }

    private Uni<Void> log(Mutiny.Session session, AuditEntry entry) {
        return audit.append(session, entry);
    }

    private AuditEntry entry(Caller caller, Operation operation, String action) {
        return AuditEntry.of(clock.instant(), operation, action, Actor.of(caller));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static String digest(String salt, Given given) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest((salt + given.json()).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
