package ge.khidi.intake.submission;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.event.EventType;
import java.util.Optional;

/** Who speaks, as the token says. The agency becomes the originator of what is accepted. */
public record Author(AgencyId agency, Optional<String> unit, Kind kind) {

    /** What somebody may speak about depends on what they are. */
    public enum Kind {
        /** An agency's system: everything its agency observes. */
        SYSTEM,
        /** The platform, in the name of an agency that wrote by a tool of its own: cyber incidents, and nothing else. */
        COURIER,
        /** A person who analyses: decisions on links, and nothing else. */
        ANALYST
    }

    /** Whether events of this type are this author's to hand in, revise and read again. */
    public boolean mayHandle(EventType type) {
        return switch (kind) {
            case SYSTEM -> type != EventType.LINK_DECISION;
            case COURIER -> type == EventType.CYBER_INCIDENT;
            case ANALYST -> type == EventType.LINK_DECISION;
        };
    }
}
