package ge.khidi.sharing.stix;

import com.fasterxml.jackson.databind.JsonNode;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Pap;
import ge.khidi.contract.handling.Tlp;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the markings of an object that was not made here say of its handling. What they do not say is absent; of several on one axis the strictest counts.
 * {@code unknown} are all other markings, those included that stand here and are said of persons: nobody can say they are kept.
 */
public record StatedHandling(
        Optional<Tlp> tlp,
        Optional<Pap> pap,
        Optional<Classification> classification,
        Set<HandlingCode> codes,
        boolean byPolicy,
        Set<String> unknown) {

    /** The markings of TLP 1 that stand in STIX 2.1 section 7.2.1.4 and that many tools still write. */
    private static final Map<String, Tlp> TLP_1 = Map.of(
            "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", Tlp.CLEAR,
            "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", Tlp.GREEN,
            "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", Tlp.AMBER,
            "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", Tlp.RED);

    private static final Set<String> READ = Stream.of(
                    TLP_1.keySet().stream(),
                    ids(Tlp.values(), Marking::tlp),
                    ids(Pap.values(), Marking::pap),
                    ids(Classification.values(), Marking::classification),
                    ids(HandlingCode.values(), Marking::code),
                    Stream.of(Marking.BY_POLICY.id()))
            .flatMap(Function.identity())
            .collect(Collectors.toUnmodifiableSet());

    public StatedHandling {
        Set<HandlingCode> said = EnumSet.noneOf(HandlingCode.class);
        said.addAll(codes);
        codes = Collections.unmodifiableSet(said);
        unknown = Set.copyOf(unknown);
    }

    /** @param references ids of marking definitions */
    public static StatedHandling of(Collection<String> references) {
        Set<String> said = Set.copyOf(references);
        Set<String> unknown = new HashSet<>(said);
        unknown.removeAll(READ);
        Stream<Tlp> tlp = Stream.concat(
                stated(said, Tlp.values(), Marking::tlp),
                said.stream().flatMap(id -> Stream.ofNullable(TLP_1.get(id))));
        return new StatedHandling(
                tlp.max(Tlp::compareTo),
                stated(said, Pap.values(), Marking::pap).max(Pap::compareTo),
                stated(said, Classification.values(), Marking::classification).max(Classification::compareTo),
                Set.of(stated(said, HandlingCode.values(), Marking::code).toArray(HandlingCode[]::new)),
                said.contains(Marking.BY_POLICY.id()),
                unknown);
    }

    /** Whether a marking definition of that id stands here, whoever sends it. */
    public static boolean knows(String id) {
        return TLP_1.containsKey(id)
                || Arrays.stream(Marking.values())
                        .anyMatch(marking ->
                                marking != Marking.AS_REFERRED && marking.id().equals(id));
    }

    /** Whether an object names as its creator the platform, as everything does that is given out here. */
    public static boolean givenOutHere(JsonNode object) {
        return object.path("created_by_ref").asText().equals(Platform.IDENTITY);
    }

    /** Whether nothing at all is said. */
    public boolean silent() {
        return tlp.isEmpty() && pap.isEmpty() && classification.isEmpty() && codes.isEmpty() && !byPolicy;
    }

    private static <E> Stream<String> ids(E[] all, Function<E, Marking> marking) {
        return Arrays.stream(all).map(one -> marking.apply(one).id());
    }

    private static <E> Stream<E> stated(Set<String> said, E[] all, Function<E, Marking> marking) {
        return Arrays.stream(all).filter(one -> said.contains(marking.apply(one).id()));
    }
}
