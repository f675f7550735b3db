package ge.khidi.sharing.writing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.audit.AuditEntry;
import ge.khidi.relay.audit.Concern;
import ge.khidi.relay.audit.Operation;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.installation.Secret;
import ge.khidi.sharing.writing.Acceptance.Fate;
import ge.khidi.sharing.writing.Acceptance.Offered;
import ge.khidi.sharing.writing.Acceptance.State;
import ge.khidi.sharing.writing.WritingStore.Request;
import ge.khidi.sharing.writing.WritingStore.Writer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes what an agency's tool writes. Request, objects and audit entry are committed before the answer; what was accepted is then on its way to intake, whatever
 * becomes of this instance.
 */
@Singleton
public class Writing {

    private static final String ALGORITHM = "HmacSHA256";

    /** In bytes: all objects of a request as submissions, with what is said to their writer; several times what a request of the largest size says usually. */
    private static final long MOST_SAID = 4_000_000;

    private static final String TOO_MUCH =
            "As events it says more than is taken at once: send fewer objects, above all fewer sightings of an indicator with many values";

    /** How many objects of an agency wait for intake before it takes no more of them. */
    private static final int MOST_WAITING = 10_000;

    private final Pool pool;
    private final WritingStore store;
    private final IntakeDesk intake;
    private final HandOver handOver;
    private final WritingConfig config;
    private final Clock clock;
    private final SecretKeySpec key;

    Writing(
            Pool pool,
            WritingStore store,
            IntakeDesk intake,
            HandOver handOver,
            WritingConfig config,
            Clock clock,
            Secret secret) {
        this.pool = pool;
        this.store = store;
        this.intake = intake;
        this.handOver = handOver;
        this.config = config;
        this.clock = clock;
        this.key = new SecretKeySpec(secret.key("writing/v1"), ALGORITHM);
    }

    /** Whether the caller may write: a machine that could hand in the same at intake. */
    public boolean mayWrite(Caller caller) {
        return intake.configured() && caller.machine() && caller.has(Role.EVENT_PUBLISHER);
    }

    /**
     * Accepts what can be accepted and says what became of each object. Nothing is answered, and nothing kept, while too much of the agency's waits for
     * intake. The caller {@link #mayWrite may write}.
     *
     * @param shown the indicators of others that the envelope's sightings name, as the caller may see them now, by id
     */
    public Uni<Optional<WriteStatus>> accept(Caller caller, Envelope envelope, Map<String, JsonNode> shown) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Writer writer = new Writer(caller.agency(), caller.unit());
        Request request = new Request(UUID.randomUUID(), writer, caller.client(), now);
        return OffLoop.run(() -> offered(envelope, shown, now))
                .chain(offered -> pool.withTransaction(connection -> keep(connection, caller, request, offered)))
                .invoke(handOver::wake);
    }

    /** How far a request of this very client is; nothing if there is none, or it is somebody else's. */
    public Uni<Optional<WriteStatus>> status(Caller caller, UUID id) {
        return pool.withConnection(connection -> store.status(connection, id, caller.agency(), caller.client()));
    }

    private List<Offered> offered(Envelope envelope, Map<String, JsonNode> shown, Instant now) {
        Wording wording = new Wording(now, config.unmarked(), envelope, shown);
        List<Offered> offered = new ArrayList<>();
        for (JsonNode object : envelope.objects()) {
            int place = offered.size() + 1;
            offered.add(new Offered(place, wording.judge(object, place), digest(object)));
            if (wording.said() > MOST_SAID) {
                throw new ProblemException(Problem.of(ProblemType.PAYLOAD_TOO_LARGE, TOO_MUCH));
            }
        }
        return offered;
    }

    private Uni<Optional<WriteStatus>> keep(
            SqlConnection connection, Caller caller, Request request, List<Offered> offered) {
        return store.alone(connection, caller.agency())
                .chain(() -> store.waiting(connection, caller.agency(), MOST_WAITING))
                .chain(waiting -> waiting < MOST_WAITING
                        ? keepAll(connection, caller, request, offered)
                        : Uni.createFrom().item(Optional.<WriteStatus>empty()));
    }

    private Uni<Optional<WriteStatus>> keepAll(
            SqlConnection connection, Caller caller, Request request, List<Offered> offered) {
        List<Head> heads = offered.stream().map(Offered::head).toList();
        return store.kept(connection, caller.agency(), heads)
                .chain(kept -> OffLoop.run(() -> Acceptance.decide(kept, offered)))
                .chain(fates -> store.keep(connection, request, fates)
                        .chain(() -> store.log(connection, List.of(entry(caller, request, fates)))))
                .chain(() -> store.status(connection, request.id(), caller.agency(), caller.client()));
    }

    private static AuditEntry entry(Caller caller, Request request, List<Fate> fates) {
        long accepted =
                fates.stream().filter(fate -> fate.state() == State.PENDING).count();
        Actor actor = Actor.of(caller);
        return AuditEntry.of(request.at(), Operation.COLLECTION, "taxii.written", actor)
                .about(Concern.count(accepted));
    }

    /** Keyed, so that it says nothing of the content once that is gone. */
    private String digest(JsonNode object) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of()
                    .formatHex(mac.doFinal(Envelope.canonical(object).getBytes(UTF_8)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
