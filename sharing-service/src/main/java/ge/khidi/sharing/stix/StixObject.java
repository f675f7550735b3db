package ge.khidi.sharing.stix;

import java.time.Instant;
import java.util.Optional;

/**
 * A STIX 2.1 object as it leaves. {@code body} is its JSON, with names in alphabetical order and no white space.
 *
 * <p>{@code version} is {@code modified}, or {@code created} of a marking definition; a cyber observable has none, unless it is {@link #standing}. What is {@code shared}
 * is not of one event alone, and its body is the same whichever event brings it: cyber observables, and what is the same for everybody.
 */
public record StixObject(String id, String type, Optional<Instant> version, boolean shared, String body) {

    public StixObject {
        if (!id.startsWith(type + "--")) {
            throw new IllegalArgumentException("an id begins with the type");
        }
    }

    /**
     * Whether it says nothing of any event: a marking, an extension definition, the identity of the platform, what stands for nothing. Once listed it may stay
     * whatever becomes of events; every {@code revoked} object refers to such objects and to no others.
     */
    public boolean standing() {
        return shared && version.isPresent();
    }

    /** Never the content. */
    @Override
    public String toString() {
        return id;
    }
}
