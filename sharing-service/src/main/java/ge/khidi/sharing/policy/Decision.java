package ge.khidi.sharing.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one partner may have of one disclosure class, and why. It belongs to one epoch, is stored as JSON, and says nothing of
 * anybody else: least first, it is {@link Nothing}, {@link HitOnly}, {@link Held}, {@link Redacted} or {@link Full}.
 */
public sealed interface Decision {

    Grounds grounds();

    /** The stable word for it: {@code full}, {@code redacted}, {@code held}, {@code hit-only}, {@code nothing}. */
    String outcome();

    /** The profile under which the event leaves, now or once it is released; empty where no event leaves. */
    Optional<String> profile();

    /** Why: the floor rule that refused, or the policies that decided with their legal bases, or what went wrong. */
    record Grounds(Optional<String> floorRule, List<String> policies, List<String> legalBases, List<String> errors) {
        public Grounds {
            policies = List.copyOf(policies);
            legalBases = List.copyOf(legalBases);
            errors = List.copyOf(errors);
        }
    }

    /** Everything the {@code full} profile allows, at once. */
    record Full(Grounds grounds) implements Decision {
        @Override
        public String outcome() {
            return "full";
        }

        @Override
        public Optional<String> profile() {
            return Optional.of(FULL);
        }
    }

    /** What the named profile allows, at once. Several names joined by {@code +} mean what all of them allow. */
    record Redacted(String profileName, Grounds grounds) implements Decision {
        @Override
        public String outcome() {
            return "redacted";
        }

        @Override
        public Optional<String> profile() {
            return Optional.of(profileName);
        }
    }

    /** Permitted, but people decide first: every hold must be lifted, in the order given. Then it leaves under the profile. */
    record Held(List<Hold> holds, String profileName, Grounds grounds) implements Decision {
        public Held {
            holds = List.copyOf(holds);
            if (holds.isEmpty()) {
                throw new IllegalArgumentException("held by nobody");
            }
        }

        /** The reasons in words, for the officer who decides. */
        public String reason() {
            return holds.stream().map(Hold::reason).collect(Collectors.joining("; "));
        }

        /** Who decides first. */
        public ReleaseMode mode() {
            return holds.get(0).mode();
        }

        @Override
        public String outcome() {
            return "held";
        }

        @Override
        public Optional<String> profile() {
            return Optional.of(profileName);
        }
    }

    /** What asks for a word: a rule of the floor or a policy, by its id, and the law it names. */
    record Asking(String rule, String source) {
        /** Of a hold that was stored before it was kept who asked. */
        static final Asking UNSAID = new Asking("", "");
    }

    /**
     * One person's word that is needed: whose, and why. {@code by} names the agency where it is not the originator of the item itself but
     * the originator of one of its sources.
     */
    record Hold(ReleaseMode mode, Optional<AgencyId> by, String reason, Asking asking) {
        public Hold {
            if (mode == ReleaseMode.AUTOMATIC) {
                throw new IllegalArgumentException("what is automatic is not held");
            }
        }

        public Hold(ReleaseMode mode, String reason) {
            this(mode, Optional.empty(), reason, Asking.UNSAID);
        }

        /** Whether it is the originator's consent that is asked for, which nobody else's word replaces; the need for a justification is not. */
        public boolean consent() {
            return mode == ReleaseMode.ORIGINATOR && !asking.rule().equals(FloorRule.STRICT_NECESSITY_CASE.id());
        }
    }

    /** Never a feed row: it answers a query with a reference and a contact route, and the owner is notified. */
    record HitOnly(Grounds grounds) implements Decision {
        @Override
        public String outcome() {
            return "hit-only";
        }

        @Override
        public Optional<String> profile() {
            return Optional.empty();
        }
    }

    /** As if the event did not exist. */
    record Nothing(Grounds grounds) implements Decision {
        @Override
        public String outcome() {
            return "nothing";
        }

        @Override
        public Optional<String> profile() {
            return Optional.empty();
        }
    }

    /** The name of the profile behind {@link Full}. */
    String FULL = "full";

    /** What is added to a profile where free text may not leave. */
    String WITHOUT_FREE_TEXT = "without-free-text";

    /** What is added to a profile where nothing may leave that names, numbers or locates a person, nor free text. */
    String WITHOUT_PERSONAL_DATA = "without-personal-data";

    /** Deterministic JSON, for the decision table; {@link #parse} is its inverse. */
    default String print() {
        JsonNodeFactory make = JsonNodeFactory.instance;
        ObjectNode json = make.objectNode();
        json.put("outcome", outcome());
        profile().ifPresent(name -> json.put("profile", name));
        if (this instanceof Held held) {
            ArrayNode holds = json.putArray("holds");
            for (Hold hold : held.holds()) {
                print(holds.addObject(), hold);
            }
        }
        ObjectNode grounds = json.putObject("grounds");
        grounds().floorRule().ifPresent(rule -> grounds.put("floorRule", rule));
        grounds().policies().forEach(grounds.putArray("policies")::add);
        grounds().legalBases().forEach(grounds.putArray("legalBases")::add);
        grounds().errors().forEach(grounds.putArray("errors")::add);
        return json.toString();
    }

    /** Reads what {@link #print} wrote. */
    static Decision parse(String text) {
        JsonNode json = StoredJson.read(text, "a decision");
        JsonNode why = json.path("grounds");
        Grounds grounds = new Grounds(
                Optional.ofNullable(why.get("floorRule")).map(JsonNode::asText),
                texts(why.path("policies")),
                texts(why.path("legalBases")),
                texts(why.path("errors")));
        String profile = json.path("profile").asText();
        return switch (json.path("outcome").asText()) {
            case "full" -> new Full(grounds);
            case "redacted" -> new Redacted(profile, grounds);
            case "held" -> new Held(holds(json.path("holds")), profile, grounds);
            case "hit-only" -> new HitOnly(grounds);
            case "nothing" -> new Nothing(grounds);
            default -> throw new IllegalArgumentException("not a decision");
        };
    }

    /** Holds as they are stored; {@link #parseHolds} is its inverse. */
    static String print(List<Hold> holds) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        holds.forEach(hold -> print(json.addObject(), hold));
        return json.toString();
    }

    private static void print(ObjectNode json, Hold hold) {
        json.put("mode", hold.mode().name());
        hold.by().ifPresent(agency -> json.put("by", agency.value()));
        json.put("reason", hold.reason());
        if (!hold.asking().equals(Asking.UNSAID)) {
            json.put("rule", hold.asking().rule());
            json.put("source", hold.asking().source());
        }
    }

    /** Reads what {@link #print(List)} wrote, and what was stored before it was kept which rule asked. */
    static List<Hold> parseHolds(String text) {
        return holds(StoredJson.read(text, "holds"));
    }

    private static List<Hold> holds(JsonNode array) {
        List<Hold> holds = new ArrayList<>();
        array.forEach(hold -> holds.add(new Hold(
                ReleaseMode.valueOf(hold.path("mode").asText()),
                Optional.ofNullable(hold.get("by")).map(by -> new AgencyId(by.asText())),
                hold.path("reason").asText(),
                new Asking(hold.path("rule").asText(), hold.path("source").asText()))));
        return holds;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
