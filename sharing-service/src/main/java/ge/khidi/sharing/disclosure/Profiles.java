package ge.khidi.sharing.disclosure;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.TimePrecision;
import ge.khidi.sharing.policy.Decision;
import ge.khidi.sharing.policy.DisclosureFacts;
import ge.khidi.sharing.policy.Gate;
import ge.khidi.sharing.policy.Loaded;
import ge.khidi.sharing.policy.SourceFault;
import ge.khidi.sharing.policy.YamlReader;
import ge.khidi.sharing.policy.YamlReader.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The profiles of one installation, by name, read from {@code profiles.yaml}; and two that no policy names and every installation has: what
 * the gate adds to a profile where the law lets less leave than the profile does.
 */
public final class Profiles implements Gate.Showing {

    private static final Set<String> KEYS = Set.of("title", "title-ka", "legal-basis", "persons", "event", "limits");
    private static final Set<String> LIMITS =
            Set.of("free-text", "times", "birth-dates", "places", "minors-as", "small-cells", "source-ids");
    private static final String ALL = "ALL";

    /** What left under these names is kept and served again: what they mean never changes. */
    private static final Map<String, Profile> ADDED = Stream.of(
                    Profile.everything(
                                    Decision.WITHOUT_FREE_TEXT,
                                    "Without free text",
                                    "თავისუფალი ტექსტის გარეშე",
                                    "Directive (EU) 2016/680 Arts 4(1)(c) and 35")
                            .withoutFreeText(),
                    Profile.everything(
                                    Decision.WITHOUT_PERSONAL_DATA,
                                    "Without personal data",
                                    "პერსონალური მონაცემების გარეშე",
                                    "Directive (EU) 2016/680 Art. 35(1)(d)")
                            .withoutPersonalData())
            .collect(Collectors.toUnmodifiableMap(Profile::name, Function.identity()));

    private final Map<String, Profile> byName;
    private final Map<String, Profile> joined = new ConcurrentHashMap<>();
    private final String version;

    private Profiles(Map<String, Profile> byName, String version) {
        this.byName = new TreeMap<>(byName);
        this.version = version;
    }

    /** Reads profiles, all faults named with their places. */
    public static Loaded<Profiles> parse(String file, String yaml) {
        YamlReader reader = new YamlReader(file);
        Map<String, Profile> profiles = new TreeMap<>();
        reader.read(yaml)
                .flatMap(root -> root.allow(Set.of("profiles")).child("profiles"))
                .ifPresent(all -> {
                    for (String name : all.keys()) {
                        if (!name.matches("[a-z][a-z0-9-]*")) {
                            all.fault(name, "a profile's name is small letters, digits and hyphens");
                        }
                        if (ADDED.containsKey(name)) {
                            all.fault(name, "this name has a meaning already");
                        }
                        all.child(name)
                                .flatMap(profile -> read(name, profile.allow(KEYS)))
                                .ifPresent(p -> profiles.put(name, p));
                    }
                    if (!all.has(Decision.FULL)) {
                        all.fault("the profile 'full' is missing");
                    }
                });
        List<SourceFault> faults = reader.faults();
        return faults.isEmpty()
                ? new Loaded.Ready<>(new Profiles(
                        profiles, sha256(yaml + ADDED.keySet().stream().sorted().toList())))
                : new Loaded.Faulty<>(faults);
    }

    /** The profiles that ship with the service. */
    public static Profiles shipped() {
        try (InputStream in = Profiles.class.getResourceAsStream("/profiles.yaml")) {
            if (in == null) {
                throw new IllegalStateException("missing in this build: profiles.yaml");
            }
            return parse("profiles.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .orThrow();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Those that a policy may name. */
    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** The profile of that name; names joined by {@code +} mean what all of them allow. */
    public Optional<Profile> find(String name) {
        Optional<Profile> known = Optional.ofNullable(byName.get(name)).or(() -> Optional.ofNullable(joined.get(name)));
        if (known.isPresent()) {
            return known;
        }
        List<Optional<Profile>> parts = Arrays.stream(name.split("\\+", -1))
                .map(part -> Optional.ofNullable(byName.get(part)).or(() -> Optional.ofNullable(ADDED.get(part))))
                .toList();
        Optional<Profile> found = parts.stream().allMatch(Optional::isPresent)
                ? parts.stream().flatMap(Optional::stream).reduce(Profile::and)
                : Optional.empty();
        found.ifPresent(profile -> joined.put(name, profile));
        return found;
    }

    @Override
    public boolean protectedPersons(String name, DisclosureFacts facts) {
        return find(name).map(profile -> profile.showsProtectedPersons(facts)).orElse(true);
    }

    @Override
    public boolean freeText(String name) {
        return find(name)
                .map(profile -> profile.limits().freeText() != Profile.FreeText.NEVER)
                .orElse(true);
    }

    @Override
    public boolean personalData(String name) {
        return find(name).map(Profile::showsPersonalData).orElse(true);
    }

    /** SHA-256 of the text and of what is added: what was decided under another version is decided anew. */
    public String version() {
        return version;
    }

    private static Optional<Profile> read(String name, Mapping entry) {
        Optional<String> title = entry.text("title");
        Optional<String> titleKa = entry.text("title-ka");
        Optional<String> legalBasis = entry.text("legal-basis");
        Map<PersonCategory, Map<FieldGroup, Treatment>> persons = persons(entry);
        Map<FieldGroup, Treatment> event = entry.child("event")
                .map(groups -> groups(groups.allow(Set.of("kept", "pseudonyms"))))
                .orElse(Map.of());
        Optional<Profile.Limits> limits = entry.child("limits").flatMap(Profiles::limits);
        return title.isEmpty() || titleKa.isEmpty() || legalBasis.isEmpty() || limits.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Profile(name, title.get(), titleKa.get(), legalBasis.get(), persons, event, limits.get()));
    }

    private static Map<PersonCategory, Map<FieldGroup, Treatment>> persons(Mapping entry) {
        Map<PersonCategory, Map<FieldGroup, Treatment>> persons = new EnumMap<>(PersonCategory.class);
        for (Mapping some : entry.children("persons")) {
            Map<FieldGroup, Treatment> groups = groups(some.allow(Set.of("categories", "kept", "pseudonyms")));
            for (PersonCategory category : some.words("categories", PersonCategory.class)) {
                if (persons.put(category, groups) != null) {
                    some.fault("categories", category + " stands here twice");
                }
            }
        }
        return persons;
    }

    private static Optional<Profile.Limits> limits(Mapping entry) {
        entry.allow(LIMITS);
        Optional<Profile.FreeText> freeText = entry.word("free-text", Profile.FreeText.class);
        Optional<TimePrecision> times = entry.word("times", TimePrecision.class);
        Optional<TimePrecision> birthDates = entry.value(
                "birth-dates",
                "DAY, MONTH or YEAR",
                text -> Stream.of(TimePrecision.DAY, TimePrecision.MONTH, TimePrecision.YEAR)
                        .filter(precision -> precision.name().equals(text))
                        .findFirst());
        Optional<Profile.Places> places = entry.word("places", Profile.Places.class);
        Optional<PersonCategory> minorsAs =
                entry.has("minors-as") ? entry.word("minors-as", PersonCategory.class) : Optional.empty();
        Optional<Integer> smallCells = entry.value(
                "small-cells",
                "a number from 0 to 999",
                text -> text.matches("[0-9]{1,3}") ? Optional.of(Integer.parseInt(text)) : Optional.empty());
        Optional<Boolean> sourceIds = entry.value(
                "source-ids",
                "true or false",
                text -> text.matches("true|false") ? Optional.of(Boolean.parseBoolean(text)) : Optional.empty());
        boolean complete = Stream.of(freeText, times, birthDates, places, smallCells, sourceIds)
                .allMatch(Optional::isPresent);
        return complete
                ? Optional.of(new Profile.Limits(
                        freeText.orElseThrow(),
                        times.orElseThrow(),
                        birthDates.orElseThrow(),
                        places.orElseThrow(),
                        minorsAs.map(Set::of).orElse(Set.of()),
                        smallCells.orElseThrow(),
                        sourceIds.orElseThrow()))
                : Optional.empty();
    }

    private static Map<FieldGroup, Treatment> groups(Mapping entry) {
        Map<FieldGroup, Treatment> groups = new EnumMap<>(FieldGroup.class);
        if (entry.has("pseudonyms")) {
            entry.words("pseudonyms", FieldGroup.class).forEach(group -> groups.put(group, Treatment.PSEUDONYM));
        }
        entry.values("kept", "a group of fields, or ALL", Profiles::groupOrAll).stream()
                .flatMap(Function.identity())
                .forEach(group -> {
                    if (groups.put(group, Treatment.KEPT) == Treatment.PSEUDONYM) {
                        entry.fault("kept", group + " is both kept and a pseudonym");
                    }
                });
        return groups;
    }

    private static Optional<Stream<FieldGroup>> groupOrAll(String text) {
        if (text.equals(ALL)) {
            return Optional.of(Arrays.stream(FieldGroup.values()));
        }
        return Arrays.stream(FieldGroup.values())
                .filter(group -> group.name().equals(text))
                .findFirst()
                .map(Stream::of);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
