package ge.khidi.analysis.handling;

import static java.util.stream.Collectors.joining;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.grade.AssignedBy;
import ge.khidi.contract.grade.Grade;
import ge.khidi.contract.grade.GradingScheme;
import ge.khidi.contract.handling.Classification;
import ge.khidi.contract.handling.Handling;
import ge.khidi.contract.handling.HandlingCode;
import ge.khidi.contract.handling.Pap;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.contract.handling.ReleasableTo;
import ge.khidi.contract.handling.Tlp;
import java.time.LocalDate;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The handling of one event, or of several taken together: a semilattice under {@link #and}, so neither order nor repetition
 * matters and nothing gets looser by adding a source.
 *
 * <ul>
 *   <li>classification, TLP, PAP: the highest; no PAP is below every PAP.
 *   <li>handling codes: all of them; {@code consentOf}: every originator that set H2 or H3.
 *   <li>purposes, releasable-to: what all allow. An event that names nobody counts as "originator and IAD".
 *   <li>legal bases: all of them. No hit notice: if any says so. Review date: the earliest.
 *   <li>grade: the worse letter and the worse figure on the 4x4 scale, X and 4 being worst.
 * </ul>
 */
public record CombinedHandling(
        Classification classification,
        Tlp tlp,
        Optional<Pap> pap,
        NavigableSet<HandlingCode> codes,
        NavigableSet<AgencyId> consentOf,
        NavigableSet<Purpose> purposes,
        NavigableSet<String> legalBases,
        ReleasableTo releasableTo,
        boolean noHitNotice,
        LocalDate reviewBy,
        String source,
        String information) {

    /** From best to worst, Regulation (EU) 2016/794 Art. 29. */
    private static final String SOURCES = "ABCX";

    private static final String INFORMATION = "1234";
    private static final int LONGEST_LEGAL_BASIS = 500;
    private static final int LONGEST_COMMENT = 1_000;

    public CombinedHandling {
        codes = Collections.unmodifiableNavigableSet(new TreeSet<>(codes));
        consentOf = Collections.unmodifiableNavigableSet(new TreeSet<>(consentOf));
        purposes = Collections.unmodifiableNavigableSet(new TreeSet<>(purposes));
        legalBases = Collections.unmodifiableNavigableSet(new TreeSet<>(legalBases));
        if (source.length() != 1
                || !SOURCES.contains(source)
                || information.length() != 1
                || !INFORMATION.contains(information)) {
            throw new IllegalArgumentException("not a 4x4 grade");
        }
    }

    public static CombinedHandling of(Event event) {
        Handling handling = event.handling();
        AgencyId originator = event.origin().agency();
        boolean asksConsent =
                handling.codes().contains(HandlingCode.H2) || handling.codes().contains(HandlingCode.H3);
        Grade grade = fourByFour(event);
        return new CombinedHandling(
                handling.classification(),
                handling.tlp(),
                handling.pap(),
                new TreeSet<>(handling.codes()),
                new TreeSet<>(asksConsent ? Set.of(originator) : Set.of()),
                new TreeSet<>(handling.purposes()),
                new TreeSet<>(Set.of(handling.legalBasis())),
                handling.releasable(originator),
                handling.noHitNotice(),
                handling.reviewBy(),
                grade.source(),
                grade.information());
    }

    /** Both together. */
    public CombinedHandling and(CombinedHandling other) {
        return new CombinedHandling(
                higher(classification, other.classification),
                higher(tlp, other.tlp),
                pap.isEmpty()
                        ? other.pap
                        : Optional.of(other.pap
                                .map(theirs -> higher(pap.get(), theirs))
                                .orElse(pap.get())),
                either(codes, other.codes),
                either(consentOf, other.consentOf),
                both(purposes, other.purposes),
                either(legalBases, other.legalBases),
                releasableTo.and(other.releasableTo),
                noHitNotice || other.noHitNotice,
                reviewBy.isBefore(other.reviewBy) ? reviewBy : other.reviewBy,
                worse(SOURCES, source, other.source),
                worse(INFORMATION, information, other.information));
    }

    /** Narrowed to one reader who may not pass it on. */
    public CombinedHandling onlyFor(AgencyId reader) {
        return new CombinedHandling(
                classification,
                Tlp.RED,
                pap,
                codes,
                consentOf,
                purposes,
                legalBases,
                releasableTo.and(ReleasableTo.named(reader)),
                noHitNotice,
                reviewBy,
                source,
                information);
    }

    /** With these words in place of the legal bases, which are the originators' own words and may say more than a law. */
    public CombinedHandling onLegalBasis(String words) {
        return new CombinedHandling(
                classification,
                tlp,
                pap,
                codes,
                consentOf,
                purposes,
                new TreeSet<>(Set.of(words)),
                releasableTo,
                noHitNotice,
                reviewBy,
                source,
                information);
    }

    /** As it stands in a product. Releasable-to is always stated there: an empty list is nobody. */
    public Handling toHandling() {
        return new Handling(
                classification,
                tlp,
                pap,
                codes,
                comment(),
                purposes,
                legalBasis(),
                Optional.of(releasableTo),
                noHitNotice,
                reviewBy);
    }

    /** As it stands in a product. */
    public Grade toGrade() {
        return new Grade(GradingScheme.EUROPOL_4X4, source, information, AssignedBy.DERIVED);
    }

    /** What H3 means in words stays with the sources; a product says whom to ask. */
    private Optional<String> comment() {
        if (consentOf.isEmpty()) {
            return Optional.empty();
        }
        String comment = "Further use needs the consent of "
                + consentOf.stream().map(AgencyId::value).collect(joining(", "))
                + "; the conditions are those of the sources.";
        return Optional.of(
                comment.length() <= LONGEST_COMMENT
                        ? comment
                        : "Further use needs the consent of several originators; see the sources.");
    }

    private String legalBasis() {
        String all = String.join("; ", legalBases);
        return all.length() <= LONGEST_LEGAL_BASIS ? all : "The legal bases of the sources.";
    }

    /** The grade on the one scale on which grades of different schemes can be compared. */
    private static Grade fourByFour(Event event) {
        return Optional.of(event.grade())
                .filter(grade -> grade.scheme() == GradingScheme.EUROPOL_4X4)
                .or(event::derivedGrade)
                .filter(grade -> grade.scheme() == GradingScheme.EUROPOL_4X4)
                .orElse(Grade.X4);
    }

    private static <E extends Enum<E>> E higher(E one, E other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static String worse(String scale, String one, String other) {
        return scale.indexOf(one) >= scale.indexOf(other) ? one : other;
    }

    private static <T> NavigableSet<T> either(NavigableSet<T> one, NavigableSet<T> other) {
        NavigableSet<T> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    private static <T> NavigableSet<T> both(NavigableSet<T> one, NavigableSet<T> other) {
        NavigableSet<T> shared = new TreeSet<>(one);
        shared.retainAll(other);
        return shared;
    }
}
