package ge.khidi.analysis.indicator;

import ge.khidi.analysis.handling.CombinedHandling;
import ge.khidi.analysis.product.Revisions;
import ge.khidi.contract.detail.AlertDetail;
import ge.khidi.contract.detail.Detail;
import ge.khidi.contract.detail.RiskAssessmentDetail;
import ge.khidi.contract.detail.RiskAssessmentDetail.Level;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Occurred;
import ge.khidi.contract.event.Regime;
import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.State;
import ge.khidi.contract.event.TimePrecision;
import ge.khidi.contract.event.Urgency;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Pap;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.Tlp;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What the counts say now. An alert tells that more was observed than the weeks before let expect (Regulation (EU) 2021/581 Art. 8(4)), a
 * risk assessment what the counts of a section mean under the rules of CIRAM. Both are advice.
 *
 * <p>A number is told as {@link IndicatorRules#told} and the product names exactly as many events, those with the least ids. So a new
 * event, whose id is greater, changes nothing that was told until it completes a cell. The weeks before are named by no source: their
 * correction brings a new revision, too.
 */
public final class Assessment {

    private final IndicatorRules rules;
    private final Counts counts;

    public Assessment(IndicatorRules rules, Counts counts) {
        this.rules = rules;
        this.counts = counts;
    }

    /** Takes what was said, and answers what must be assessed again. */
    public List<Subject> take(Observed observed) {
        Observation observation = observed.observation();
        Indicator indicator = observation.indicator();
        Optional<Observation> known = counts.find(indicator, observation.id());
        if (observed.counts()) {
            boolean old = known.filter(row ->
                            row.revision().revision() > observation.revision().revision())
                    .isPresent();
            if (old) {
                return List.of();
            }
            counts.put(observation);
        } else if (known.isPresent()) {
            counts.remove(observation);
        } else {
            return List.of();
        }
        return concerned(indicator);
    }

    private List<Subject> concerned(Indicator indicator) {
        List<Subject> concerned = new ArrayList<>(List.of(Subject.risk(indicator), Subject.alert(indicator)));
        for (int later = 1; later <= rules.weeks(); later++) {
            if (counts.of(indicator.plus(later)) >= rules.cell()) {
                concerned.add(Subject.alert(indicator.plus(later)));
            }
        }
        return concerned;
    }

    /** The next revision of the product, unless the latest one still says what is so. */
    public Optional<Event> next(Subject subject, Optional<Event> published, Instant now) {
        return subject.type()
                .map(type -> alert(subject, new Indicator(subject.section(), subject.week(), type), published, now))
                .orElseGet(() -> risk(subject, published, now));
    }

    private Optional<Event> alert(Subject subject, Indicator indicator, Optional<Event> published, Instant now) {
        int observed = counts.of(indicator);
        OptionalDouble expected = rules.expected(before(indicator));
        if (expected.isEmpty() || !rules.abnormal(observed, expected.getAsDouble())) {
            return withdrawn(published, observed < rules.cell() ? "TOO_FEW" : "NOT_ABNORMAL", now);
        }
        int told = rules.told(observed);
        List<Observation> sources = counts.first(indicator, Math.min(told, rules.mostSources()));
        AlertDetail detail = new AlertDetail(
                indicator.type().name(),
                indicator.section().code(),
                indicator.week().monday(),
                told,
                BigDecimal.valueOf(rules.told((int) expected.getAsDouble())),
                sources.stream().map(Observation::revision).toList());
        return Revisions.next(
                published,
                product(subject, EventType.ALERT, detail, sources, told > sources.size(), now),
                Assessment::tellsNoLess);
    }

    private List<Integer> before(Indicator indicator) {
        return IntStream.rangeClosed(1, rules.weeks())
                .mapToObj(earlier -> counts.of(indicator.plus(-earlier)))
                .toList();
    }

    private Optional<Event> risk(Subject subject, Optional<Event> published, Instant now) {
        List<Observation> sources = new ArrayList<>();
        Level threat = Level.UNKNOWN;
        boolean more = false;
        for (EventType type : counts.types(subject.section(), subject.week())) {
            Indicator indicator = new Indicator(subject.section(), subject.week(), type);
            int told = rules.told(counts.of(indicator));
            if (told > 0) {
                List<Observation> first = counts.first(indicator, Math.min(told, rules.mostSources()));
                sources.addAll(first);
                more |= told > first.size();
                threat = higher(threat, rules.threat(told));
            }
        }
        if (sources.isEmpty()) {
            return withdrawn(published, "TOO_FEW", now);
        }
        sources.sort(Comparator.comparing(Observation::idText));
        List<Observation> named = sources.subList(0, Math.min(sources.size(), rules.mostSources()));
        IndicatorRules.Stated stated = rules.stated(subject.section());
        RiskAssessmentDetail detail = new RiskAssessmentDetail(
                subject.section().code(),
                subject.week().monday(),
                subject.week().sunday(),
                threat,
                stated.vulnerability(),
                stated.impact(),
                IndicatorRules.computed(threat, stated.vulnerability(), stated.impact()),
                Optional.empty(),
                rules.version(),
                named.stream().map(Observation::revision).toList());
        return Revisions.next(
                published,
                product(subject, EventType.RISK_ASSESSMENT, detail, named, more || named.size() < sources.size(), now),
                Assessment::tellsNoLess);
    }

    private static Event product(
            Subject subject, EventType type, Detail detail, List<Observation> sources, boolean more, Instant now) {
        CombinedHandling handling = sources.stream()
                .map(Observation::handling)
                .reduce(CombinedHandling::and)
                .map(combined -> more ? forStatisticsAlone(combined) : combined)
                .orElseThrow();
        return new Event(
                subject.product(),
                1,
                RevisionKind.INITIAL,
                State.OPEN,
                Revisions.ORIGIN,
                type,
                sources.stream().anyMatch(source -> source.regime() == Regime.LAW_ENFORCEMENT)
                        ? Regime.LAW_ENFORCEMENT
                        : Regime.BORDER_MIGRATION,
                subject.section().context(),
                Urgency.ROUTINE,
                new Occurred(subject.week().begin(), TimePrecision.DAY),
                sources.stream()
                        .map(Observation::acceptedAt)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                now,
                Optional.of(detail),
                List.of(),
                List.of(),
                List.of(),
                handling.toGrade(),
                Optional.empty(),
                List.of(),
                handling.toHandling(),
                Map.of());
    }

    /**
     * Where the number stands for more events than are named, nobody can look whether those allow more than what every counted event
     * allows: the product is for statistics alone, under the strictest handling a counted event can have.
     */
    private static CombinedHandling forStatisticsAlone(CombinedHandling named) {
        return named.and(new CombinedHandling(
                named.classification(),
                Tlp.AMBER,
                Optional.of(Pap.AMBER),
                new TreeSet<>(EnumSet.of(HandlingCode.H0, HandlingCode.H1)),
                named.consentOf(),
                new TreeSet<>(EnumSet.of(Purpose.STATISTICS)),
                named.legalBases(),
                named.releasableTo(),
                named.noHitNotice(),
                named.reviewBy(),
                "X",
                "4"));
    }

    /** What is taken back names no event any more, so that none of them can be erased behind its back. */
    private static Optional<Event> withdrawn(Optional<Event> published, String reason, Instant now) {
        return Revisions.withdrawn(published, reason, now, Assessment::withoutSources);
    }

    private static Detail withoutSources(Detail detail) {
        if (detail instanceof AlertDetail alert) {
            return new AlertDetail(
                    alert.indicator(),
                    alert.borderSection(),
                    alert.periodStart(),
                    alert.observed(),
                    alert.expected(),
                    List.of());
        }
        RiskAssessmentDetail risk = (RiskAssessmentDetail) detail;
        return new RiskAssessmentDetail(
                risk.borderSection(),
                risk.periodStart(),
                risk.periodEnd(),
                risk.threat(),
                risk.vulnerability(),
                risk.impact(),
                risk.computedLevel(),
                risk.finalLevel(),
                risk.ruleVersion(),
                List.of());
    }

    /** Whoever was told more than is so must be told that; a number that grows corrects nobody. */
    private static boolean tellsNoLess(Detail before, Detail now) {
        if (before instanceof AlertDetail alert && now instanceof AlertDetail newer) {
            return newer.observed() >= alert.observed();
        }
        return before instanceof RiskAssessmentDetail risk
                && now instanceof RiskAssessmentDetail newer
                && newer.threat().compareTo(risk.threat()) >= 0
                && newer.computedLevel().compareTo(risk.computedLevel()) >= 0
                && newer.ruleVersion().equals(risk.ruleVersion());
    }

    private static Level higher(Level one, Level other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
