package ge.khidi.sharing.taxii;

import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.ProblemException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a request asks of a collection (TAXII 2.1, 3.4): several values of one parameter mean any of them, several parameters all of them.
 * {@code after} is {@code added_after} in microseconds since 1970, 0 where it is not given.
 */
record Filter(long after, Set<String> ids, Set<String> types, Versions versions, boolean stix21) {

    private static final String SPEC_VERSION = "2.1";
    private static final Pattern TYPE = Pattern.compile("[a-z0-9-]{3,250}");
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{3,250}--[0-9a-f-]{36}");

    Filter {
        ids = Collections.unmodifiableSet(new TreeSet<>(ids));
        types = Collections.unmodifiableSet(new TreeSet<>(types));
    }

    /** Which versions of an object: the first, the last, all, those of certain times; any that is named. */
    record Versions(boolean first, boolean last, boolean all, Set<Long> at) {

        static final Versions LAST = new Versions(false, true, false, Set.of());
        static final Versions ALL = new Versions(false, false, true, Set.of());

        Versions {
            at = Collections.unmodifiableSet(new TreeSet<>(at));
        }

        boolean lastOnly() {
            return equals(LAST);
        }

        private Stream<String> said() {
            return Stream.of(
                            first ? Stream.of("first") : Stream.<String>of(),
                            last ? Stream.of("last") : Stream.<String>of(),
                            all ? Stream.of("all") : Stream.<String>of(),
                            at.stream().map(Moment::version))
                    .flatMap(words -> words);
        }
    }

    /** From the query, or a problem (400) that names the parameter. */
    static Filter of(MultivaluedMap<String, String> query) {
        Set<String> specVersions = values(query, "match[spec_version]");
        return new Filter(
                addedAfter(query),
                values(query, "match[id]"),
                values(query, "match[type]"),
                versions(query),
                specVersions.isEmpty() || specVersions.contains(SPEC_VERSION));
    }

    /** For every version of one object. */
    static Filter ofObject(String id) {
        return new Filter(0, Set.of(id), Set.of(), Versions.ALL, true);
    }

    /** For the last version of each of these objects. */
    static Filter ofObjects(Collection<String> ids) {
        return new Filter(0, Set.copyOf(ids), Set.of(), Versions.LAST, true);
    }

    /** The same for one object, whatever its type. */
    Filter withId(String id) {
        return new Filter(after, Set.of(id), Set.of(), versions, stix21);
    }

    /** The same for every version. */
    Filter withAllVersions() {
        return new Filter(after, ids, types, Versions.ALL, stix21);
    }

    /** The same without a place to begin behind, which is what a next is besides: clients leave added_after out with it, or repeat it. */
    Filter fromTheBeginning() {
        return new Filter(0, ids, types, versions, stix21);
    }

    private static long addedAfter(MultivaluedMap<String, String> query) {
        String text = query.getFirst("added_after");
        return text == null
                ? 0
                : Math.max(0, Moment.parse(text).orElseThrow(() -> wrong("added_after is a time in UTC with a Z")));
    }

    private static Versions versions(MultivaluedMap<String, String> query) {
        Set<String> words = values(query, "match[version]");
        if (words.isEmpty()) {
            return Versions.LAST;
        }
        Set<Long> times = words.stream()
                .filter(word -> !List.of("first", "last", "all").contains(word))
                .map(word -> Moment.parse(word)
                        .orElseThrow(() -> wrong("match[version] is first, last, all or times in UTC with a Z")))
                .collect(Collectors.toSet());
        return new Versions(words.contains("first"), words.contains("last"), words.contains("all"), times);
    }

    private static Set<String> values(MultivaluedMap<String, String> query, String name) {
        return Optional.ofNullable(query.get(name)).orElse(List.of()).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toSet());
    }

    /**
     * In words, if it leaves something out: always the same words in the same order, such as {@code match[type]=incident,note}. A value that
     * cannot be a type or an id of STIX is not said, since nothing comes by it.
     */
    Optional<String> said() {
        List<String> said = new ArrayList<>();
        say(said, "added_after", after == 0 ? Stream.of() : Stream.of(Moment.added(after)));
        say(said, "match[id]", ids.stream().filter(id -> ID.matcher(id).matches()));
        say(
                said,
                "match[type]",
                types.stream().filter(type -> TYPE.matcher(type).matches()));
        say(said, "match[version]", versions.lastOnly() ? Stream.of() : versions.said());
        return said.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", said));
    }

    private static void say(List<String> said, String parameter, Stream<String> values) {
        String all = values.collect(Collectors.joining(","));
        if (!all.isEmpty()) {
            said.add(parameter + "=" + all);
        }
    }

    static ProblemException wrong(String why) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, why));
    }
}
