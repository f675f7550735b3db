package ge.khidi.sharing.taxii;

import ge.khidi.contract.event.EventType;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** The collections of the API root, the same for everybody. Ids, aliases and codes are stable: they may be added, never changed. */
enum TaxiiCollection {
    BORDER_EVENTS(
            1,
            "b3b4299c-5c81-48d7-9bc1-94469c90e57a",
            "border-events",
            "Border events",
            "Crossings, refusals, document fraud and what else is seen at and near the border"),
    CRIME_EVENTS(2, "0454aa7c-02c4-4b3b-8632-9c92566a2431", "crime-events", "Crime events", "Reports of crime"),
    CYBER_INCIDENTS(
            3,
            "be550d0e-cc3e-4d7a-9730-8ed5dec22079",
            "cyber-incidents",
            "Cyber incidents",
            "Cyber incidents with their observables"),
    ANALYSIS_PRODUCTS(
            4,
            "2a44c833-952f-4f83-9107-7262d85a6ca6",
            "analysis-products",
            "Analysis products",
            "Links, alerts and risk assessments, and what analysts decided on links");

    private final int code;
    private final UUID id;
    private final String alias;
    private final String title;
    private final String description;

    TaxiiCollection(int code, String id, String alias, String title, String description) {
        this.code = code;
        this.id = UUID.fromString(id);
        this.alias = alias;
        this.title = title;
        this.description = description;
    }

    /** Where the objects of an event belong. */
    static TaxiiCollection of(EventType type) {
        return switch (type.domain()) {
            case BORDER -> BORDER_EVENTS;
            case CRIME -> type == EventType.CYBER_INCIDENT ? CYBER_INCIDENTS : CRIME_EVENTS;
            case ANALYSIS -> ANALYSIS_PRODUCTS;
        };
    }

    /** By id or alias. */
    static Optional<TaxiiCollection> find(String name) {
        return Arrays.stream(values())
                .filter(one -> one.id.toString().equals(name) || one.alias.equals(name))
                .findFirst();
    }

    static TaxiiCollection of(int code) {
        return Arrays.stream(values())
                .filter(one -> one.code == code)
                .findFirst()
                .orElseThrow();
    }

    /** As stored. */
    int code() {
        return code;
    }

    UUID id() {
        return id;
    }

    String alias() {
        return alias;
    }

    String title() {
        return title;
    }

    String description() {
        return description;
    }
}
