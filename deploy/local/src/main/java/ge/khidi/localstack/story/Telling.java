package ge.khidi.localstack.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.localstack.StackFault;
import ge.khidi.localstack.client.Answer;
import ge.khidi.localstack.client.Feed;
import ge.khidi.localstack.client.Platform;
import ge.khidi.localstack.client.Session;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** One telling of the story. Everything it reports is what the platform answered. */
final class Telling {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final Duration LINKS_BOUND = Duration.ofMinutes(1);
    /** How long more is waited for when something has come and more may follow. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long NOISE_SEED = 2026;
    private static final int NOISE = 196;
    private static final int REFUSALS_A_WEEK = 5;
    private static final String SARPI = "SARPI";
    private static final String CASE = "OPERATION CHOROKHI";
    private static final String FORGED_PASSPORT = "1-forged-passport-at-sarpi.yaml";

    /** The events in the order of the story: file, who posts it, and what it is called in the table. */
    private static final List<List<String>> EVENTS = List.of(
            List.of(FORGED_PASSPORT, "patrol-police-sarpi-system", "forged passport at Sarpi"),
            List.of("2-same-plate-off-road.yaml", "border-police-batumi-system", "same plate off-road"),
            List.of("3-victim-of-sixteen.yaml", "criminal-police-system", "victim of 16"),
            List.of("4-domain-of-false-visas.yaml", "cert-gov-ge-system", "domain of false visas"));

    /** An event that was posted: what was said, and the receipt. */
    private record Posted(String client, String title, JsonNode said, String eventId, String etag) {}

    /** An item an officer let go. */
    private record Released(String eventId, String partner, String officer) {}

    private final Platform platform;
    private final Scene scene;
    private final PrintStream out;
    private final URI intake;
    private final URI sharing;
    private final Grounds grounds;
    private final List<Reader> readers;
    private final Map<String, Posted> posted = new LinkedHashMap<>();
    private final Map<String, String> links = new LinkedHashMap<>();
    private final List<Released> released = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** @param policies the folder with the texts of the active policy set */
    Telling(Platform platform, Scene scene, Path policies, PrintStream out) {
        this.platform = platform;
        this.scene = scene;
        this.out = out;
        this.intake = platform.service("intake");
        this.sharing = platform.service("sharing");
        this.grounds = new Grounds(platform.person("auditor.iad"), sharing, policies);
        this.readers = List.of(
                new Reader("IAD", "IAD", "iad-system", platform),
                new Reader("Batumi division", "BORDER-POLICE", "border-police-batumi-system", platform),
                new Reader("Europol", "EUROPOL", "europol-system", platform),
                new Reader("member state A", "MEMBER-STATE-A", "member-state-a-system", platform),
                new Reader("third country B", "THIRD-COUNTRY-B", "third-country-b-system", platform),
                new Reader("IOM", "IOM", "iom-system", platform));
    }

    ResultTable tell() throws IOException {
        Answer before = thirdCountry().page();
        noise();
        for (List<String> event : EVENTS) {
            post(event.get(0), event.get(1), event.get(2));
        }
        awaitInFeed(readers.get(0), posted.keySet());
        confirmLink();
        release();
        awaitCount();
        List<ResultTable.Line> lines = new ArrayList<>();
        for (Reader reader : readers) {
            lines.add(line(reader, before));
        }
        correct();
        return new ResultTable(lines, notes);
    }

    private Feed thirdCountry() {
        return new Feed(platform.client("third-country-b-system"), sharing);
    }

    private void noise() throws IOException {
        List<Noise.Said> all = new ArrayList<>(Noise.weeksBefore(NOISE_SEED, scene.yesterday(), REFUSALS_A_WEEK));
        say("Four weeks: " + REFUSALS_A_WEEK + " refusals of entry at Sarpi in each. Then an ordinary day: " + NOISE
                + " events of eight agencies' systems");
        all.addAll(Noise.of(NOISE_SEED, scene.yesterday(), NOISE));
        Map<String, StringBuilder> batches = new TreeMap<>();
        for (Noise.Said said : all) {
            ObjectNode line = JsonNodeFactory.instance.objectNode().put("op", "create");
            line.set("event", said.submission());
            batches.computeIfAbsent(said.client(), none -> new StringBuilder())
                    .append(line)
                    .append('\n');
        }
        for (Map.Entry<String, StringBuilder> batch : batches.entrySet()) {
            byte[] body = batch.getValue().toString().getBytes(StandardCharsets.UTF_8);
            Answer answer = platform.client(batch.getKey())
                    .post(intake.resolve("/v1/events/batch"), "application/x-ndjson", body);
            long refused = answer.text()
                    .lines()
                    .filter(line -> !line.contains("\"receipt\""))
                    .count();
            if (!answer.ok() || refused > 0) {
                throw new StackFault(
                        "intake refused " + refused + " of the events of " + batch.getKey() + " (" + answer + ")");
            }
        }
    }

    private void post(String file, String client, String title) throws IOException {
        ObjectNode said = scene.event(file);
        Answer answer = platform.client(client).post(intake.resolve("/v1/events"), said);
        require(answer, "intake did not take " + file);
        String eventId = answer.json().path("eventId").asText();
        posted.put(
                eventId,
                new Posted(client, title, said, eventId, answer.header("ETag").orElse("")));
        say(client + " reports: " + title + (answer.status() == 200 ? " (told before; the first receipt)" : ""));
    }

    private void awaitInFeed(Reader reader, Set<String> events) throws IOException {
        boolean arrived = await(BOUND, () -> {
            Set<String> seen = new TreeSet<>();
            reader.items().forEach(item -> seen.add(item.path("eventId").asText()));
            return seen.containsAll(events);
        });
        if (!arrived) {
            throw new StackFault(
                    "After " + BOUND.toSeconds() + " s " + reader.label() + " does not have all events of the story");
        }
    }

    /** The analyst confirms what the shared number links; the plate, read from a dirty bumper, has to wait for daylight. */
    private void confirmLink() throws IOException {
        if (!platform.services().contains("analysis")) {
            notes.add("No analysis service in this stack, so no link was found and none confirmed.");
            return;
        }
        Reader iad = readers.get(0);
        if (!await(LINKS_BOUND, () -> linksIn(iad).size() > 0)) {
            notes.add("IAD was offered no link between events of the story within " + LINKS_BOUND.toSeconds() + " s.");
            return;
        }
        await(SETTLING, () -> false);
        linksIn(iad).forEach((id, link) -> links.put(id, title(link)));
        Set<String> wanted = new TreeSet<>();
        for (Map.Entry<String, JsonNode> link : linksIn(iad).entrySet()) {
            if (!link.getValue().at("/event/detail/basis").toString().contains("PHONE")) {
                continue;
            }
            wanted.add(link.getKey());
            Answer answer = platform.person("analyst.iad")
                    .post(intake.resolve("/v1/events"), scene.decision(link.getKey(), CASE));
            require(answer, "intake did not take the analyst's decision");
        }
        String confirmed = String.join("; ", wanted.stream().map(links::get).toList());
        say("IAD's analyst confirms: " + confirmed);
        boolean seen = await(LINKS_BOUND, () -> {
            Map<String, JsonNode> now = linksIn(iad);
            return wanted.stream()
                    .allMatch(id -> now.containsKey(id)
                            && "CONFIRMED"
                                    .equals(now.get(id)
                                            .at("/event/detail/standing")
                                            .asText()));
        });
        notes.add("The platform found " + links.size() + " links; IAD confirmed " + wanted.size() + ": " + confirmed
                + (seen ? "." : " (not yet shown as confirmed in IAD's feed)."));
    }

    /** The newest item of each link between two events of the story. */
    private Map<String, JsonNode> linksIn(Reader reader) throws IOException {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        for (JsonNode item : reader.items()) {
            JsonNode event = item.path("event");
            if (event.path("type").asText().equals("LINK")
                    && posted.containsKey(source(event, "first"))
                    && posted.containsKey(source(event, "second"))) {
                found.put(item.path("eventId").asText(), item);
            }
        }
        return found;
    }

    private static String source(JsonNode link, String which) {
        String revision = link.path("detail").path(which).asText();
        return revision.substring(0, Math.max(0, revision.indexOf('/')));
    }

    private String title(JsonNode item) {
        JsonNode event = item.path("event");
        List<String> basis = new ArrayList<>();
        event.at("/detail/basis")
                .forEach(
                        kind -> basis.add(kind.asText().toLowerCase(Locale.ROOT).replace('_', ' ')));
        return require(source(event, "first")).title() + " – "
                + require(source(event, "second")).title() + " (" + String.join(", ", basis) + ")";
    }

    private Posted require(String eventId) {
        Posted event = posted.get(eventId);
        if (event == null) {
            throw new StackFault("not an event of the story: " + eventId);
        }
        return event;
    }

    /** The gateway's officer lets go what of the story waits for release: to Europol, and to a member state if one is concerned. */
    private void release() throws IOException {
        Session officer = platform.person("release.ilecc");
        await(
                BOUND,
                () -> !queue(officer, "PENDING").isEmpty()
                        || !queue(officer, "APPROVED").isEmpty());
        await(SETTLING, () -> false);
        releasePending(officer);
        if (!links.isEmpty() && !released.isEmpty()) {
            // A link comes into the queue when its partner may know of both events.
            await(LINKS_BOUND, () -> !queue(officer, "PENDING").isEmpty());
            await(SETTLING, () -> false);
            releasePending(officer);
        }
        Map<String, Integer> counts = new TreeMap<>();
        released.forEach(item -> counts.merge(item.partner(), 1, Integer::sum));
        say("ILECC's officer releases items to " + counts);
    }

    private void releasePending(Session officer) throws IOException {
        for (JsonNode item : queue(officer, "PENDING")) {
            ObjectNode word = JsonNodeFactory.instance.objectNode();
            word.put("decision", "APPROVE");
            word.put("reason", "Forged documents and trafficking over more than one state; asked for by AP Phoenix");
            word.put("caseReference", CASE);
            URI decision = sharing.resolve("/v1/releases/" + item.path("id").asText() + "/decision");
            Answer answer = officer.post(decision, word);
            if (answer.ok() && answer.json().path("state").asText().equals("APPROVED")) {
                released.add(new Released(
                        item.path("eventId").asText(), item.path("partner").asText(), officer.name()));
            } else {
                notes.add("The release of one item to " + item.path("partner").asText() + " was answered with "
                        + answer.status() + ", state "
                        + answer.json().path("state").asText("-") + ".");
            }
        }
    }

    private List<JsonNode> queue(Session officer, String state) throws IOException {
        List<JsonNode> queue = new ArrayList<>();
        String after = "0";
        while (true) {
            Answer answer = officer.get(sharing.resolve("/v1/releases?state=" + state + "&after=" + after));
            require(answer, "the release queue cannot be read");
            JsonNode items = answer.json().path("items");
            if (items.isEmpty()) {
                return queue;
            }
            for (JsonNode item : items) {
                after = item.path("id").asText();
                String event = item.path("eventId").asText();
                if (posted.containsKey(event) || links.containsKey(event)) {
                    queue.add(item);
                }
            }
        }
    }

    /** Analysis collects what is counted for some seconds before it says a number. */
    private void awaitCount() throws IOException {
        if (!platform.services().contains("analysis")) {
            return;
        }
        Reader iom = readers.get(readers.size() - 1);
        if (!await(BOUND, () -> iom.items().stream().anyMatch(Telling::isCountAtSarpi))) {
            notes.add(iom.label() + " was given no count within " + BOUND.toSeconds() + " s.");
        }
        await(SETTLING, () -> false);
    }

    private static boolean isCountAtSarpi(JsonNode item) {
        return item.at("/event/type").asText().equals("ALERT")
                && item.at("/event/detail/borderSection").asText().equals(SARPI);
    }

    /** Alerts and risk assessments, of which a reader may also have been told that they are no longer offered. */
    private static Set<String> riskProducts(List<JsonNode> items) {
        Set<String> ids = new TreeSet<>();
        for (JsonNode item : items) {
            String type = item.at("/event/type").asText();
            if (type.equals("ALERT") || type.equals("RISK_ASSESSMENT")) {
                ids.add(item.path("eventId").asText());
            }
        }
        return ids;
    }

    /** The number as the reader's own item says it. */
    private static String count(JsonNode alert) {
        JsonNode detail = alert.at("/event/detail");
        String expected = detail.has("expected")
                ? ", about " + detail.path("expected").decimalValue().toPlainString() + " expected"
                : "";
        return "a count: " + detail.path("observed").asText() + " or more events of "
                + detail.path("indicator").asText().toLowerCase(Locale.ROOT).replace('_', ' ') + " at "
                + detail.path("borderSection").asText() + " in the week from "
                + detail.path("periodStart").asText() + expected;
    }

    /** What an item lacks of the same revision as IAD has it. */
    private Set<String> withheldOf(JsonNode item) throws IOException {
        Set<String> missing = new LinkedHashSet<>();
        for (JsonNode whole : readers.get(0).items()) {
            if (whole.path("eventId").equals(item.path("eventId"))
                    && whole.path("revision").equals(item.path("revision"))
                    && whole.hasNonNull("event")) {
                missing.addAll(Withheld.between(whole.path("event"), item.path("event")));
            }
        }
        return missing;
    }

    private ResultTable.Line line(Reader reader, Answer emptyFeed) throws IOException {
        Set<String> promised = new TreeSet<>();
        released.stream()
                .filter(item -> item.partner().equals(reader.agency()))
                .forEach(item -> promised.add(item.eventId()));
        awaitInFeed(reader, promised);
        List<JsonNode> items = reader.items();
        List<String> got = new ArrayList<>();
        Set<String> withheld = new LinkedHashSet<>();
        Set<String> why = new LinkedHashSet<>();
        int others = 0;
        Map<String, JsonNode> newest = new LinkedHashMap<>();
        posted.keySet().forEach(event -> newest.put(event, MissingNode.getInstance()));
        items.forEach(item -> newest.put(item.path("eventId").asText(), item));
        newest.values().removeIf(JsonNode::isMissingNode);
        Set<String> riskProducts = riskProducts(items);
        for (JsonNode item : newest.values()) {
            String eventId = item.path("eventId").asText();
            Posted event = posted.get(eventId);
            if (event != null && item.hasNonNull("event")) {
                got.add(event.title());
                Set<String> missing = Withheld.between(event.said(), item.path("event"));
                if (!missing.isEmpty()) {
                    withheld.add(event.title() + ": " + String.join(", ", missing));
                }
            } else if (isCountAtSarpi(item)) {
                got.add(count(item));
                Set<String> missing = withheldOf(item);
                if (!missing.isEmpty()) {
                    withheld.add("count: " + String.join(", ", missing));
                }
            } else if (event == null && !links.containsKey(eventId) && !riskProducts.contains(eventId)) {
                others++;
            }
            if (event != null || links.containsKey(eventId) || isCountAtSarpi(item)) {
                why.addAll(why(reader, item));
            }
        }
        long seenLinks = newest.keySet().stream().filter(links::containsKey).count();
        if (seenLinks > 0) {
            got.add(seenLinks + " links");
        }
        if (items.isEmpty()) {
            return nothing(reader, emptyFeed);
        }
        long moreOnRisk = newest.keySet().stream()
                        .filter(riskProducts::contains)
                        .count()
                - newest.values().stream().filter(Telling::isCountAtSarpi).count();
        if (moreOnRisk > 0) {
            got.add(moreOnRisk + " other products on risk");
        }
        if (others > 0) {
            got.add(others + " other events");
        }
        released.stream()
                .filter(item -> item.partner().equals(reader.agency()))
                .findFirst()
                .ifPresent(item -> why.add("released by " + item.officer()));
        return new ResultTable.Line(
                reader.label(),
                String.join(", ", got),
                withheld.isEmpty() ? "nothing" : String.join("; ", withheld),
                String.join("; ", why));
    }

    private ResultTable.Line nothing(Reader reader, Answer emptyFeed) throws IOException {
        boolean same = thirdCountry().page().text().equals(emptyFeed.text());
        boolean isThirdCountry = reader.agency().equals("THIRD-COUNTRY-B");
        return new ResultTable.Line(
                reader.label(),
                isThirdCountry && same ? "nothing, and cannot tell" : "nothing",
                "everything",
                isThirdCountry && same
                        ? "byte for byte the answer that its feed gave before the story began"
                        : "an empty feed");
    }

    /** The policies under which this one item is shown, each with its legal basis. */
    private Set<String> why(Reader reader, JsonNode item) throws IOException {
        Instant begin = Instant.now();
        reader.lookAgainAt(item);
        Set<String> why = new LinkedHashSet<>();
        for (String policy : grounds.policies(reader, begin)) {
            why.add(policy
                    + grounds.legalBasis(policy)
                            .map(basis -> " (" + basis + ")")
                            .orElse(""));
        }
        return why;
    }

    private void correct() throws IOException {
        Posted wrong = posted.values().iterator().next();
        ObjectNode right = scene.corrected("5-the-plate-was-wrong.yaml");
        Answer answer = platform.client(wrong.client())
                .send(HttpRequest.newBuilder(intake.resolve("/v1/events/" + wrong.eventId()))
                        .header("Content-Type", "application/json")
                        .header("If-Match", wrong.etag())
                        .header("Khidi-Revision-Kind", "CORRECTION")
                        .PUT(BodyPublishers.ofString(right.toString())));
        require(answer, "intake did not take the correction");
        int revision = answer.json().path("revision").asInt();
        say("The next day: the plate was wrong. " + wrong.client() + " corrects it");
        URI account = sharing.resolve("/v1/audit/events/" + wrong.eventId());
        Session originator = platform.client(wrong.client());
        await(BOUND, () -> !recalls(originator, account, revision).isEmpty());
        for (JsonNode holder : recalls(originator, account, revision)) {
            rectify(holder.path("agency").asText(), wrong.eventId(), revision);
        }
        List<JsonNode> recalls = recalls(originator, account, revision);
        long answered = recalls.stream()
                .filter(row -> row.path("outcome").asText().equals("RECTIFIED"))
                .count();
        List<String> holders =
                recalls.stream().map(row -> row.path("agency").asText()).toList();
        notes.add("**The plate was wrong: " + answered + " of " + recalls.size() + " holders confirmed** ("
                + String.join(", ", holders) + "), as the originator sees it.");
        fallenLinks();
    }

    /** A holder finds the correction in its own feed and says that it has put it right. */
    private void rectify(String agency, String eventId, int revision) throws IOException {
        Reader holder = new Reader(agency, agency, platform.readerOf(agency), platform);
        for (JsonNode item : holder.items()) {
            if (item.path("eventId").asText().equals(eventId)
                    && item.path("revision").asInt() == revision) {
                Answer outcome = holder.session()
                        .post(
                                sharing.resolve(
                                        "/v1/feed/items/" + item.path("cursor").asText() + "/outcome"),
                                JsonNodeFactory.instance.objectNode().put("outcome", "RECTIFIED"));
                require(outcome, agency + " could not answer the correction");
                say(agency + " has put it right");
            }
        }
    }

    /** A link that was found because of what was wrong is taken back from whoever had it. */
    private void fallenLinks() throws IOException {
        for (Map.Entry<String, String> link : links.entrySet()) {
            if (link.getValue().contains("plate")) {
                Reader iad = readers.get(0);
                boolean gone =
                        await(LINKS_BOUND, () -> iad.items().stream().anyMatch(item -> recalled(item, link.getKey())));
                List<String> told = new ArrayList<>();
                for (Reader reader : readers) {
                    if (reader.items().stream().anyMatch(item -> recalled(item, link.getKey()))) {
                        told.add(reader.label());
                    }
                }
                notes.add("The link " + link.getValue()
                        + (gone ? " fell with the plate; told: " + String.join(", ", told) + "." : " still stands."));
            }
        }
    }

    private static boolean recalled(JsonNode item, String eventId) {
        return item.path("eventId").asText().equals(eventId)
                && item.path("kind").asText().equals("WITHDRAWAL");
    }

    /** The rows by which holders were told of a revision, with what they did, as the originator sees them. */
    private static List<JsonNode> recalls(Session originator, URI account, int revision) throws IOException {
        Answer answer = originator.get(account);
        require(answer, "the originator cannot see who has the event");
        List<JsonNode> rows = new ArrayList<>();
        answer.json().path("items").forEach(row -> {
            if (row.path("revision").asInt() == revision && row.has("outcome")) {
                rows.add(row);
            }
        });
        return rows;
    }

    private static void require(Answer answer, String otherwise) throws IOException {
        if (!answer.ok()) {
            String why = Optional.of(answer.text())
                    .filter(text -> text.startsWith("{"))
                    .map(text -> problem(answer))
                    .orElse("");
            throw new StackFault(otherwise + ": status " + answer.status() + " " + why);
        }
    }

    private static String problem(Answer answer) {
        try {
            JsonNode problem = answer.json();
            return problem.path("title").asText() + " " + problem.path("detail").asText() + " "
                    + problem.path("faults");
        } catch (IOException notJson) {
            return "";
        }
    }

    private static boolean await(Duration bound, Callable<Boolean> happened) throws IOException {
        Instant end = Instant.now().plus(bound);
        while (true) {
            try {
                if (happened.call()) {
                    return true;
                }
                if (Instant.now().isAfter(end)) {
                    return false;
                }
                Thread.sleep(POLL.toMillis());
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StackFault("interrupted while waiting", e);
            } catch (Exception e) {
                throw new StackFault("while waiting: " + e.getMessage(), e);
            }
        }
    }

    private void say(String sentence) {
        out.println("  " + sentence);
    }
}
