package ge.khidi.analysis.indicator;

import ge.khidi.contract.event.EventType;

/** What is counted: events of one kind on one section in one week (after Regulation (EU) 2021/581 Annex 1). */
public record Indicator(Section section, Week week, EventType type) {

    public String key() {
        return section.key() + "/" + week + "/" + type;
    }

    Indicator plus(int weeks) {
        return new Indicator(section, week.plus(weeks), type);
    }
}
