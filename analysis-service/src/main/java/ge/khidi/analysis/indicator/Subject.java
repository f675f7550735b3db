package ge.khidi.analysis.indicator;

import ge.khidi.analysis.product.NamedIds;
import ge.khidi.contract.EventId;
import ge.khidi.contract.event.EventType;
import java.util.Optional;

/**
 * What a product is about: an alert about one indicator, a risk assessment about a section in a week.
 *
 * @param type of an alert; nothing for a risk assessment
 */
public record Subject(Section section, Week week, Optional<EventType> type) {

    static Subject alert(Indicator indicator) {
        return new Subject(indicator.section(), indicator.week(), Optional.of(indicator.type()));
    }

    static Subject risk(Indicator indicator) {
        return new Subject(indicator.section(), indicator.week(), Optional.empty());
    }

    /** Tells the product, and is the opposite of {@link #parse}. */
    public String key() {
        String where = section.key() + "/" + week;
        return type.map(kind -> "ALERT/" + where + "/" + kind).orElse("RISK_ASSESSMENT/" + where);
    }

    public static Subject parse(String key) {
        String[] parts = key.split("/", -1);
        Section section = Section.parse(parts[1], parts[2]);
        Week week = Week.parse(parts[3]);
        return new Subject(
                section, week, parts.length > 4 ? Optional.of(EventType.valueOf(parts[4])) : Optional.empty());
    }

    /** The same subject is always the same product. */
    public EventId product() {
        return NamedIds.of(key());
    }
}
