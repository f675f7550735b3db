package ge.khidi.sharing.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.AgencyId;
import ge.khidi.contract.codec.Fault;
import ge.khidi.relay.caller.Caller;
import ge.khidi.sharing.activation.PolicyDesk;
import ge.khidi.sharing.decision.OffLoop;
import ge.khidi.sharing.policy.SourceFault;
import ge.khidi.sharing.registration.RegistryDocument.Changed;
import ge.khidi.sharing.rulebook.InForce;
import ge.khidi.sharing.rulebook.PolicyVersion;
import ge.khidi.sharing.rulebook.Rulebook;
import ge.khidi.sharing.rulebook.VersionKind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the description of one agency into a proposal for the registry as a whole. */
@ApplicationScoped
class AgencyDesk {

    private final PolicyDesk desk;
    private final Rulebook rulebook;

    AgencyDesk(PolicyDesk desk, Rulebook rulebook) {
        this.desk = desk;
        this.rulebook = rulebook;
    }

    /** What an agency should be from now on. {@code known} says whether it must be in the registry already, or must not. */
    record Described(ObjectNode agency, JsonNode equivalence, String note, boolean known) {}

    /** What came of a description. */
    sealed interface Proposal {
        /** A version of the registry, to be approved by somebody else. */
        record Proposed(PolicyVersion version, ObjectNode agency) implements Proposal {}

        /** The registry in force says so already. */
        record AsItIs(ObjectNode agency) implements Proposal {}

        /** It is registered otherwise, and has to be revised instead. */
        record Registered() implements Proposal {}

        /** There is none of that id to be revised. */
        record Unknown() implements Proposal {}

        record Faulty(List<Fault> faults) implements Proposal {
            public Faulty {
                faults = List.copyOf(faults);
            }
        }
    }

    /** The registry in force. */
    Uni<RegistryDocument> registry() {
        return rulebook.active().chain(active -> registry(active.registry()));
    }

    private Uni<RegistryDocument> registry(int version) {
        return desk.open(VersionKind.REGISTRY, version)
                .map(opened -> RegistryDocument.of(opened.orElseThrow().texts().get(0)));
    }

    /** A version of the registry with every agency as it would be; empty if there is none of that number. */
    Uni<Optional<PolicyDesk.Opened>> open(int version) {
        return desk.open(VersionKind.REGISTRY, version);
    }

    Uni<Proposal> propose(Caller caller, Described described) {
        return rulebook.inForce()
                .chain(now -> registry(now.edition().registry())
                        .chain(registry -> propose(caller, described, now, registry)));
    }

    private Uni<Proposal> propose(Caller caller, Described described, InForce now, RegistryDocument registry) {
        Optional<ObjectNode> before =
                AgencyId.parse(described.agency().path("id").asText()).flatMap(registry::find);
        Changed changed = registry.with(described.agency(), described.equivalence());
        if (before.isEmpty() && described.known()) {
            return Uni.createFrom().item(new Proposal.Unknown());
        }
        if (before.isPresent() && same(before.get(), described.agency())) {
            return Uni.createFrom().item(new Proposal.AsItIs(before.get()));
        }
        if (before.isPresent() && !described.known()) {
            return Uni.createFrom().item(new Proposal.Registered());
        }
        return OffLoop.run(() -> rulebook.faults(VersionKind.REGISTRY, List.of(changed.text()), now))
                .chain(faults -> faults.isEmpty() && changed.faults().isEmpty()
                        ? keep(caller, described, now, changed)
                        : Uni.createFrom().item(faulty(changed, faults)));
    }

    private static boolean same(ObjectNode before, ObjectNode described) {
        ObjectNode without = JsonNodeFactory.instance.objectNode();
        described.properties().stream()
                .filter(field -> !field.getValue().isNull())
                .forEach(field -> without.set(field.getKey(), field.getValue()));
        return before.equals(without);
    }

    private static Proposal faulty(Changed changed, List<SourceFault> found) {
        List<Fault> faults = new ArrayList<>(changed.faults());
        found.forEach(fault -> faults.add(changed.inRequest(fault)));
        return new Proposal.Faulty(faults);
    }

    private Uni<Proposal> keep(Caller caller, Described described, InForce now, Changed changed) {
        return desk.draft(
                        caller,
                        VersionKind.REGISTRY,
                        List.of(changed.text()),
                        described.note(),
                        Optional.of(now.edition().registry()))
                .map(opened -> new Proposal.Proposed(opened.version(), described.agency()));
    }
}
