package ge.khidi.analysis.indicator;

import ge.khidi.contract.entity.Location;
import ge.khidi.contract.event.Context;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.rules.Rules;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where is counted: a section of the border or a crossing point, by its national code, or everything that says neither. The real world and
 * an exercise are different places.
 *
 * @param code in capitals; nothing for events without one section
 */
public record Section(Context context, Optional<String> code) {

    private static final Pattern CODE = Pattern.compile("[A-Z0-9][A-Z0-9_-]{0,59}");
    private static final String NONE = "-";

    /** The section all places of the event agree on. A place says its section, or else its crossing point. */
    static Section of(Event event) {
        List<String> codes = event.entities().stream()
                .filter(Location.class::isInstance)
                .map(Location.class::cast)
                .map(place -> place.borderSection().or(place::crossingPoint))
                .flatMap(Optional::stream)
                .map(code -> code.strip().toUpperCase(Locale.ROOT))
                .distinct()
                .toList();
        return new Section(
                event.context(),
                codes.size() == 1 ? Optional.of(codes.get(0)).filter(Section::isCode) : Optional.empty());
    }

    /** What is no code is not repeated, and the administrative boundary line is no border. */
    private static boolean isCode(String text) {
        return CODE.matcher(text).matches()
                && Rules.BOUNDARY_LINE_PREFIXES.stream().noneMatch(text::startsWith);
    }

    public String key() {
        return context + "/" + code.orElse(NONE);
    }

    static Section parse(String context, String code) {
        return new Section(Context.valueOf(context), Optional.of(code).filter(text -> !text.equals(NONE)));
    }
}
