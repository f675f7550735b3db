package ge.khidi.system;

import static ge.khidi.system.Reader.revision;
import static ge.khidi.system.Submissions.freshReference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.localstack.client.Answer;
import ge.khidi.localstack.client.Platform;
import ge.khidi.localstack.client.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What somebody may not know of and what does not exist are one answer at every operation of the interface that takes an id in its path or in its
 * query: status, headers (but for the date) and body, byte for byte. How long each takes is a figure in {@code target/nobody-can-tell.md} and not asserted.
 */
@OnPlatform
class NobodyCanTellIT {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final int TIMES = Integer.getInteger("khidi.tell.times", 100);
    private static final int WARMING_UP = TIMES / 10;
    private static final int FORBIDDEN = 10;
    private static final Path FIGURES =
            Path.of(System.getProperty("khidi.system-tests.target", "target"), "nobody-can-tell.md");

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final String DECISION =
            "{\"decision\":\"APPROVE\",\"reason\":\"asked in error\",\"caseReference\":\"1\"}";
    private static final String PASS_ON =
            "{\"to\":\"Ministry of Justice of Arcadia\",\"purpose\":\"LAW_ENFORCEMENT\",\"reason\":\"they hear the case\"}";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** What stands in a query and is no id: words, times, numbers in order, and names that whoever may ask reads anyway. */
    private static final Set<String> NO_IDS = Set.of(
            "limit",
            "domain",
            "type",
            "crimeArea",
            "section",
            "product",
            "from",
            "to",
            "since",
            "until",
            "state",
            "overdue",
            "unconfirmed",
            "format",
            "lang",
            "days",
            "topic",
            "run",
            "version",
            "revision",
            "epoch",
            "leaf",
            "size",
            "agency",
            "partner",
            "purpose",
            "policy",
            "operation",
            "action",
            "actor",
            "client");

    private static final String A_PLACE = "a place to go on from, which is compared and not looked up";
    private static final String WHOLE_REGISTRY = "a port of its own, where whoever is let in reads the whole registry";
    private static final String IN_ORDER = "versions are numbered in order, and whoever may ask reads all of them";
    private static final String KEYED =
            "ids are keyed per partner, so that nobody meets another's: TaxiiIT, TaxiiWritingIT";

    /** Operations where an id need not be asked about here, with the reason; one of a query stands behind a question mark. */
    private static final Map<String, String> NEED_NOT = Map.ofEntries(
            Map.entry(
                    "PUT /v1/events/by-reference/{reference}",
                    "a reference is the caller's own word: no other agency's is looked up"),
            Map.entry("GET /v1/policies/{version}", IN_ORDER),
            Map.entry("POST /v1/policies/{version}/simulation", IN_ORDER),
            Map.entry("POST /v1/policies/{version}/approval", IN_ORDER),
            Map.entry("POST /v1/policies/{version}/activation", IN_ORDER),
            Map.entry("POST /v1/policies/{version}/rollback", IN_ORDER),
            Map.entry("GET /v1/policies/activations/{id}", "whoever may ask reads every order"),
            Map.entry(
                    "GET /v1/policies/simulations/{id}",
                    "the demonstration realm has policy officers of one agency: SimulationOrderIT"),
            Map.entry("GET /v1/unlawful-disclosures/{id}", "as above: UnlawfulDisclosureIT"),
            Map.entry("POST /v1/unlawful-disclosures/{id}/decision", "as above: UnlawfulDisclosureIT"),
            Map.entry("GET /taxii2/khidi/status/{id}", "as above: TaxiiWritingIT"),
            Map.entry("GET /taxii2/khidi/collections/{collection}", "collections have fixed names"),
            Map.entry("GET /taxii2/khidi/collections/{collection}/manifest", KEYED),
            Map.entry("GET /taxii2/khidi/collections/{collection}/objects", KEYED),
            Map.entry("GET /taxii2/khidi/collections/{collection}/objects/{object}", KEYED),
            Map.entry("GET /taxii2/khidi/collections/{collection}/objects/{object}/versions", KEYED),
            Map.entry("POST /taxii2/khidi/collections/{collection}/objects", "collections have fixed names"),
            Map.entry("DELETE /taxii2/khidi/collections/{collection}/objects/{object}", "refused for every object"),
            Map.entry("GET /v1/agencies/{id}", WHOLE_REGISTRY),
            Map.entry("PUT /v1/agencies/{id}", WHOLE_REGISTRY),
            Map.entry("POST /v1/agencies/{id}/suspension", WHOLE_REGISTRY),
            Map.entry("DELETE /v1/agencies/{id}/suspension", WHOLE_REGISTRY),
            Map.entry("PUT /v1/agencies/{id}/account", WHOLE_REGISTRY),
            Map.entry("POST /v1/agencies/{id}/account/secret", WHOLE_REGISTRY),
            Map.entry("GET /v1/agencies/versions/{version}", WHOLE_REGISTRY),
            Map.entry("POST /v1/agencies/versions/{version}/simulation", WHOLE_REGISTRY),
            Map.entry("POST /v1/agencies/versions/{version}/approval", WHOLE_REGISTRY),
            Map.entry("POST /v1/agencies/versions/{version}/activation", WHOLE_REGISTRY),
            Map.entry("POST /v1/agencies/versions/{version}/rollback", WHOLE_REGISTRY),
            Map.entry("GET /v1/agencies/simulations/{id}", WHOLE_REGISTRY),
            Map.entry("GET /v1/agencies/activations/{id}", WHOLE_REGISTRY),
            Map.entry("GET /v1/audit?event", "auditors read the whole log"),
            Map.entry("GET /v1/audit?after", A_PLACE),
            Map.entry("GET /v1/audit/checkpoints?after", A_PLACE),
            Map.entry("GET /v1/audit/mine?after", A_PLACE),
            Map.entry("GET /v1/erasures?after", A_PLACE),
            Map.entry("GET /v1/feed.csv?after", A_PLACE),
            Map.entry("GET /v1/feed/recalls?after", A_PLACE),
            Map.entry("GET /v1/feed/stream?after", A_PLACE),
            Map.entry("GET /v1/hit-notices?after", A_PLACE),
            Map.entry("GET /v1/notices?after", A_PLACE),
            Map.entry("GET /v1/notices/stream?after", A_PLACE),
            Map.entry("GET /v1/policies/preview?after", A_PLACE),
            Map.entry("GET /v1/reviews?after", A_PLACE),
            Map.entry("GET /v1/subject-requests/{id}?after", A_PLACE),
            Map.entry("GET /v1/unlawful-disclosures?before", A_PLACE));

    private final RunningPlatform running;
    private final Platform platform;
    private final URI intake;
    private final URI sharing;
    private final SplittableRandom random = new SplittableRandom(20_261_122);

    NobodyCanTellIT(RunningPlatform running) {
        this.running = running;
        this.platform = running.client();
        this.intake = platform.service("intake");
        this.sharing = platform.service("sharing");
    }

    /** A question with an id in it, and who asks. */
    private record Question(
            String method, URI service, String path, Map<String, String> headers, String body, Session asker) {

        HttpRequest.Builder about(String id) {
            HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path.replace("{id}", id)))
                    .method(
                            method,
                            body.isEmpty()
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(body.replace("{id}", id)));
            headers.forEach(request::header);
            return request;
        }

        /** Whether the id stands where that operation takes one: in its path, or in the parameter behind a question mark. */
        boolean asks(String operation) {
            List<String> said = List.of(toString().split("\\?", 2));
            List<String> taken = List.of(operation.split("\\?", 2));
            if (!said.get(0).matches(taken.get(0).replaceAll("\\{[^}]*}", "[^/]+"))) {
                return false;
            }
            return taken.size() == 1
                    ? said.get(0).contains("{id}")
                    : said.size() == 2 && List.of(said.get(1).split("&", -1)).contains(taken.get(1) + "={id}");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** Ids that exist and are not the asker's to know, and ids that are nobody's. */
    private record Ids(List<String> forbidden, Supplier<String> absent) {}

    @Test
    void forbiddenAndAbsentAreTheSameBytesAtEveryPathThatTakesAnId() throws Exception {
        Map<Question, Ids> asked = new LinkedHashMap<>();
        events(asked);
        links(asked);
        releases(asked);
        cursors(asked);
        onward(asked);
        declarations(asked);
        subjectRequests(asked);
        assertThat(notAsked(asked.keySet()))
                .as("paths with an id that nobody asks about here")
                .isEmpty();
        Files.writeString(
                FIGURES,
                "Each %,d times, in turn.%n%n| path | forbidden, median µs | absent, median µs | difference |%n| --- | ---: | ---: | ---: |%n"
                        .formatted(TIMES));
        for (Map.Entry<Question, Ids> one : asked.entrySet()) {
            Question question = one.getKey();
            Ids ids = one.getValue();
            for (String forbidden : ids.forbidden()) {
                String absent = ids.absent().get();
                assertThat(said(question, forbidden)).as(question.toString()).isEqualTo(said(question, absent));
            }
            long[] medians = medians(question, ids);
            Files.writeString(
                    FIGURES,
                    String.format(
                            Locale.ROOT,
                            "| %s | %,d | %,d | %,d |%n",
                            question,
                            medians[0],
                            medians[1],
                            medians[0] - medians[1]),
                    StandardOpenOption.APPEND);
        }
    }

    /** All of an answer that anybody can see, the id aside that the asker gave and a refusal repeats. */
    private static String said(Question question, String id) throws IOException {
        Answer answer = question.asker().send(question.about(id));
        assertThat(answer.status()).as(question.toString()).isIn(200, 400, 404);
        TreeMap<String, List<String>> headers = new TreeMap<>(answer.headers());
        headers.remove("date");
        String text = answer.status() == 200 ? answer.text() : answer.text().replace(id, "…");
        return answer.status() + " " + headers + " " + text;
    }

    private static long[] medians(Question question, Ids ids) throws IOException {
        long[] forbidden = new long[TIMES];
        long[] absent = new long[TIMES];
        for (int i = -WARMING_UP; i < TIMES; i++) {
            String one = ids.forbidden().get(Math.floorMod(i, ids.forbidden().size()));
            String other = ids.absent().get();
            boolean first = i % 2 == 0;
            long begin = System.nanoTime();
            question.asker().send(question.about(first ? one : other));
            long between = System.nanoTime();
            question.asker().send(question.about(first ? other : one));
            long end = System.nanoTime();
            if (i >= 0) {
                forbidden[i] = first ? between - begin : end - between;
                absent[i] = first ? end - between : between - begin;
            }
        }
        return new long[] {median(forbidden), median(absent)};
    }

    private static long median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return Duration.ofNanos(sorted[sorted.length / 2]).toNanos() / 1_000;
    }

    // what is forbidden

    /** Events of Patrol Police for Border Police alone, asked about by the Migration Department, and by a policy officer of IAD. */
    private void events(Map<Question, Ids> asked) throws Exception {
        List<String> forbidden = new ArrayList<>();
        for (int i = 0; i < FORBIDDEN; i++) {
            ObjectNode event = Submissions.movement(freshReference("TELL"), "NT-%03d-NT".formatted(i));
            ((ObjectNode) event.path("handling")).putArray("releasableTo").add("BORDER-POLICE");
            forbidden.add(accepted("patrol-police-system", event));
        }
        Reader borderPolice = new Reader(platform, "border-police-system");
        forbidden.forEach(id -> borderPolice.await(revision(id, 1)));
        Ids ids = new Ids(forbidden, this::anotherId);
        Session migration = platform.client("migration-department-system");
        String because = "{\"reason\":\"asked in error\"}";
        String event = Submissions.movement(freshReference("TELL"), "NT-999-NT").toString();
        Map<String, String> matching =
                Map.of("Content-Type", "application/json", "If-Match", "\"1-" + "0".repeat(64) + "\"");
        String until = LocalDate.now(ZoneOffset.UTC).plusYears(1).toString();
        for (String path : List.of("/v1/events/{id}", "/v1/events/{id}/revisions", "/v1/events/{id}/revisions/1")) {
            asked.put(new Question("GET", intake, path, Map.of(), "", migration), ids);
        }
        asked.put(new Question("PUT", intake, "/v1/events/{id}", matching, event, migration), ids);
        asked.put(new Question("POST", intake, "/v1/events/{id}/withdrawal", JSON, because, migration), ids);
        asked.put(new Question("POST", intake, "/v1/events/{id}/restriction", JSON, because, migration), ids);
        asked.put(new Question("DELETE", intake, "/v1/events/{id}/restriction", JSON, because, migration), ids);
        String keep = "{\"keepUntil\":\"" + until + "\",\"reason\":\"asked in error\"}";
        asked.put(new Question("POST", intake, "/v1/events/{id}/review", JSON, keep, migration), ids);
        asked.put(new Question("POST", intake, "/v1/events/{id}/erasure", JSON, because, migration), ids);
        asked.put(new Question("GET", sharing, "/v1/audit/events/{id}", Map.of(), "", migration), ids);
        Session policyOfficer = platform.person("policy.iad");
        String why = "/v1/policies/explain?event={id}&partner=EUROPOL";
        asked.put(new Question("GET", sharing, why, Map.of(), "", policyOfficer), ids);
    }

    /** A link that IAD has, asked about by a third country that may know of neither event. */
    private void links(Map<Question, Ids> asked) throws Exception {
        String one = accepted("patrol-police-system", Submissions.movement(freshReference("TELL"), "NT-100-LK"));
        accepted("border-police-system", Submissions.movement(freshReference("TELL"), "NT-100-LK"));
        Reader iad = new Reader(platform, "iad-system");
        JsonNode link = iad.await(item -> item.at("/event/type").asText().equals("LINK")
                && item.at("/event/detail").toString().contains(one));
        Ids ids = new Ids(List.of(link.path("eventId").asText()), this::anotherId);
        Session thirdCountry = platform.client("third-country-b-system");
        for (String path : List.of("/v1/links/{id}", "/v1/links/{id}/sightings")) {
            asked.put(new Question("GET", sharing, path, Map.of(), "", thirdCountry), ids);
        }
        Ids sources = new Ids(List.of(one), this::anotherId);
        asked.put(new Question("GET", sharing, "/v1/links?event={id}", Map.of(), "", thirdCountry), sources);
        asked.put(new Question("GET", sharing, "/misp/{id}.json", Map.of(), "", thirdCountry), sources);
    }

    /**
     * What waits for the Criminal Police alone, asked about by a release officer of ILECC; and what waits for ILECC, given as the place in the queue to go on
     * from by one of the Criminal Police, who have something before it.
     */
    private void releases(Map<Question, Ids> asked) throws Exception {
        ObjectNode event = Submissions.trafficking(freshReference("TELL"), "ნანა", "უთქმელაშვილი", "ფოთი, ქუჩა 1");
        ObjectNode handling = (ObjectNode) event.path("handling");
        handling.putArray("codes").add("H3");
        handling.put("comment", "ask the duty officer").putArray("releasableTo").add("IAD");
        String id = accepted("criminal-police-system", event);
        String release = await().atMost(BOUND).until(() -> release(id), found -> !found.isEmpty());
        Ids ids = new Ids(List.of(release), this::anotherNumber);
        Session officer = platform.person("release.ilecc");
        asked.put(new Question("GET", sharing, "/v1/releases/{id}", Map.of("Khidi-Case", "1"), "", officer), ids);
        asked.put(new Question("POST", sharing, "/v1/releases/{id}/decision", JSON, DECISION, officer), ids);
        String other = accepted(
                "patrol-police-system",
                Submissions.trafficking(freshReference("TELL"), "ნანა", "უთქმელაური", "ფოთი, ქუჩა 3"));
        String elses = await().atMost(BOUND).until(() -> release(other), found -> !found.isEmpty());
        asked.put(
                new Question(
                        "GET",
                        sharing,
                        "/v1/releases?after={id}",
                        Map.of(),
                        "",
                        platform.person("release.criminal-police")),
                new Ids(List.of(elses), this::anotherNumber));
    }

    private String release(String event) throws SQLException {
        return first("SELECT id FROM release WHERE event_id = '" + event + "'");
    }

    private String first(String query) throws SQLException {
        try (Connection connection = running.database("sharing").connect()) {
            return SharingInstances.column(connection, query).stream()
                    .findFirst()
                    .orElse("");
        }
    }

    private String anotherNumber() {
        return Integer.toString(random.nextInt(500_000_000, 999_999_999));
    }

    /** Places in IAD's feed, answered for by another. */
    private void cursors(Map<Question, Ids> asked) {
        List<String> forbidden = new Reader(platform, "iad-system")
                .items().stream()
                        .map(item -> item.path("cursor").asText())
                        .limit(FORBIDDEN)
                        .toList();
        Supplier<String> absent = () -> {
            byte[] bytes = new byte[Base64.getUrlDecoder().decode(forbidden.get(0)).length];
            random.nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        };
        Session migration = platform.client("migration-department-system");
        Ids ids = new Ids(forbidden, absent);
        String item = "/v1/feed/items/{id}";
        asked.put(
                new Question("POST", sharing, item + "/outcome", JSON, "{\"outcome\":\"RECTIFIED\"}", migration), ids);
        asked.put(new Question("POST", sharing, item + "/onward", JSON, PASS_ON, migration), ids);
        asked.put(new Question("GET", sharing, item + "/onward", Map.of(), "", migration), ids);
        asked.put(new Question("GET", sharing, "/v1/feed?after={id}", Map.of(), "", migration), ids);
    }

    /**
     * What Border Police ask Patrol Police to pass on, answered by a release officer of ILECC, and given as a place to go on from by one of the Criminal Police,
     * who were asked before.
     */
    private void onward(Map<Question, Ids> asked) throws Exception {
        askedToPassOn("criminal-police-system", "NT-201-ON");
        String id = askedToPassOn("patrol-police-system", "NT-200-ON");
        Ids ids = new Ids(List.of(id), this::anotherNumber);
        asked.put(
                new Question(
                        "POST", sharing, "/v1/onward/{id}/decision", JSON, DECISION, platform.person("release.ilecc")),
                ids);
        asked.put(
                new Question(
                        "GET",
                        sharing,
                        "/v1/onward?after={id}",
                        Map.of(),
                        "",
                        platform.person("release.criminal-police")),
                ids);
    }

    private String askedToPassOn(String originator, String plate) throws Exception {
        String event = accepted(originator, Submissions.movement(freshReference("TELL"), plate));
        String cursor = new Reader(platform, "border-police-system")
                .await(revision(event, 1))
                .path("cursor")
                .asText();
        HttpRequest.Builder ask = HttpRequest.newBuilder(sharing.resolve("/v1/feed/items/" + cursor + "/onward"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(PASS_ON));
        assertThat(platform.client("border-police-system").send(ask).status()).isEqualTo(202);
        return first("SELECT id FROM onward_request WHERE event_id = '" + event + "'");
    }

    /** An event that the policy officer's agency was never told of. */
    private void declarations(Map<Question, Ids> asked) throws Exception {
        ObjectNode event = Submissions.movement(freshReference("TELL"), "NT-300-UN");
        ((ObjectNode) event.path("handling")).putArray("releasableTo").add("BORDER-POLICE");
        String id = accepted("patrol-police-system", event);
        new Reader(platform, "border-police-system").await(revision(id, 1));
        String declaration =
                "{\"eventId\":\"{id}\",\"partner\":\"BORDER-POLICE\",\"reason\":\"asked in error\",\"caseReference\":\"1\"}";
        asked.put(
                new Question(
                        "POST", sharing, "/v1/unlawful-disclosures", JSON, declaration, platform.person("policy.iad")),
                new Ids(List.of(id), this::anotherId));
    }

    /** A request that the Migration Department handles, and a task of the Criminal Police in it, each asked for by the other. */
    private void subjectRequests(Map<Question, Ids> asked) throws Exception {
        String family = "უთქმელი" + freshReference("").replaceAll("[^0-9]", "");
        String event = accepted(
                "criminal-police-system",
                Submissions.trafficking(freshReference("TELL"), "ნანა", family, "ფოთი, ქუჩა 2"));
        new Reader(platform, "iad-system").await(revision(event, 1));
        Session handling = platform.person("protection.migration");
        Session other = platform.person("protection.criminal");
        String opening = "{\"kind\":\"ACCESS\",\"received\":\"" + LocalDate.now(ZoneOffset.UTC)
                + "\",\"reference\":\"1\",\"identityVerified\":\"passport\",\"subject\":{\"names\":[{\"given\":\"ნანა\",\"family\":\""
                + family + "\",\"script\":\"Geor\"}],\"birthDate\":\"1990-05-17\"}}";
        Answer opened = handling.send(post("/v1/subject-requests", opening));
        assertThat(opened.status()).as(opened.text()).isEqualTo(201);
        String id = opened.json().path("id").asText();
        assertThat(handling.send(post(
                                "/v1/subject-requests/" + id + "/candidates/" + event, "{\"verdict\":\"CONFIRM\"}"))
                        .status())
                .isEqualTo(200);
        Ids requests = new Ids(List.of(id), this::anotherId);
        String path = "/v1/subject-requests/{id}";
        String answer = "{\"outcome\":\"NOTHING_HELD\",\"answered\":\"" + LocalDate.now(ZoneOffset.UTC) + "\"}";
        asked.put(new Question("GET", sharing, path, Map.of(), "", other), requests);
        asked.put(new Question("POST", sharing, path + "/search", JSON, "", other), requests);
        asked.put(
                new Question("POST", sharing, path + "/candidates/" + event, JSON, "{\"verdict\":\"CONFIRM\"}", other),
                requests);
        asked.put(new Question("POST", sharing, path + "/answer", JSON, answer, other), requests);
        asked.put(new Question("GET", sharing, path + "/export", Map.of(), "", other), requests);
        asked.put(
                new Question("POST", sharing, path + "/closing", JSON, "{\"toldOfComplaint\":true}", other), requests);
        ObjectNode unknown = Submissions.movement(freshReference("TELL"), "NT-400-SR");
        ((ObjectNode) unknown.path("handling")).putArray("releasableTo").add("BORDER-POLICE");
        asked.put(
                new Question(
                        "POST",
                        sharing,
                        "/v1/subject-requests/" + id + "/candidates/{id}",
                        JSON,
                        "{\"verdict\":\"CONFIRM\"}",
                        handling),
                new Ids(List.of(accepted("patrol-police-system", unknown)), this::anotherId));
        Ids tasks =
                new Ids(List.of(first("SELECT id FROM subject_item WHERE request = '" + id + "'")), this::anotherId);
        String task = "/v1/subject-requests/consultations/{id}";
        asked.put(new Question("GET", sharing, task, Map.of(), "", handling), tasks);
        asked.put(new Question("POST", sharing, task + "/answer", JSON, "{\"answer\":\"DISCLOSE\"}", handling), tasks);
    }

    private HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(sharing.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    /** What the services say they take an id at, but for what is asked here and what need not be; and what need not be asked and is not there. */
    private List<String> notAsked(Set<Question> asked) throws IOException {
        List<String> open = new ArrayList<>();
        Set<String> gone = new TreeSet<>(NEED_NOT.keySet());
        for (URI service : List.of(intake, sharing)) {
            HttpRequest.Builder described =
                    HttpRequest.newBuilder(service.resolve("/q/openapi")).header("Accept", "application/json");
            List<String> taking = takingIds(
                    platform.client("iad-system").send(described).json().path("paths"));
            assertThat(taking).isNotEmpty();
            gone.removeAll(taking);
            taking.stream()
                    .filter(operation -> !NEED_NOT.containsKey(operation))
                    .filter(operation -> asked.stream()
                            .noneMatch(question -> question.service().equals(service) && question.asks(operation)))
                    .forEach(open::add);
        }
        gone.forEach(operation -> open.add("not there: " + operation));
        return open;
    }

    /** Every operation that takes an id in its path, and every one with the parameter of its query that may be one. */
    private static List<String> takingIds(JsonNode paths) {
        List<String> taking = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                String operation = method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                if (!METHODS.contains(method.getKey())) {
                    continue;
                }
                if (path.getKey().contains("{")) {
                    taking.add(operation);
                }
                for (JsonNode parameter : method.getValue().path("parameters")) {
                    String name = parameter.path("name").asText();
                    if (parameter.path("in").asText().equals("query") && !NO_IDS.contains(name)) {
                        taking.add(operation + "?" + name);
                    }
                }
            }
        }
        return taking;
    }

    private String anotherId() {
        return new UUID((random.nextLong() & ~0xF000L) | 0x7000L, (random.nextLong() >>> 2) | (1L << 63)).toString();
    }

    private String accepted(String client, ObjectNode event) throws IOException {
        Answer receipt = platform.client(client).post(intake.resolve("/v1/events"), event);
        assertThat(receipt.status()).isEqualTo(201);
        return receipt.json().path("eventId").asText();
    }
}
