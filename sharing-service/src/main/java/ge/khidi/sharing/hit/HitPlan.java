package ge.khidi.sharing.hit;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.RevisionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whom a link makes tell what, worked out from who may read it and what was told before; pure.
 *
 * <p>If no originator may read a link, each is told of a hit on its own event. Nothing is told while somebody's word is awaited, or while
 * a source has moved on and analysis has not: an agency would learn from it that the other event changed. Whoever was told stays told
 * until the link falls, may not be hinted at any more, or can be read.
 */
public final class HitPlan {

    /** Whether a feed has the link. */
    public enum Reading {
        READS,
        /** It may still come: somebody's word is awaited. */
        AWAITED,
        NOT
    }

    /**
     * A link as it is now. {@code stands}: it is in use, was not rejected, none of its sources was taken back, and no originator forbids a
     * hit notice. {@code settled}: it is about the newest revisions of all its sources. {@code own}: the event of each originator, by its
     * feed.
     */
    public record Link(boolean stands, boolean settled, Map<Short, RevisionId> own, Map<Short, Reading> reading) {

        /** A link that does not stand: withdrawn or erased. */
        public static final Link FALLEN = new Link(false, true, Map.of(), Map.of());

        public Link {
            own = Map.copyOf(own);
            reading = Map.copyOf(reading);
        }

        private Reading of(short feed) {
            return reading.getOrDefault(feed, Reading.NOT);
        }
    }

    /** What an agency was last told about the link. */
    public record Told(HitKind kind, RevisionId own) {}

    /** A notice to write; {@code askedBy} is who was told, where somebody asked. */
    public record Step(short feed, HitKind kind, RevisionId own, Optional<AgencyId> askedBy) {
        Step(short feed, HitKind kind, RevisionId own) {
            this(feed, kind, own, Optional.empty());
        }
    }

    /** In the order of the feeds; at most one step for each. */
    public static List<Step> of(Link link, Map<Short, Told> told) {
        TreeSet<Short> feeds = new TreeSet<>(link.own().keySet());
        feeds.addAll(told.keySet());
        List<Step> steps = new ArrayList<>();
        for (short feed : feeds) {
            Optional<RevisionId> standing = Optional.ofNullable(told.get(feed))
                    .filter(last -> last.kind() == HitKind.HIT)
                    .map(Told::own);
            step(link, feed, standing).ifPresent(steps::add);
        }
        return steps;
    }

    private static Optional<Step> step(Link link, short feed, Optional<RevisionId> standing) {
        if (!link.stands() || link.of(feed) == Reading.READS) {
            return standing.map(own -> new Step(feed, HitKind.ENDED, own));
        }
        if (!link.settled()) {
            return Optional.empty();
        }
        boolean tell = standing.isPresent() || nobodyReads(link);
        return Optional.ofNullable(link.own().get(feed))
                .filter(own -> tell && !standing.equals(Optional.of(own)))
                .map(own -> new Step(feed, HitKind.HIT, own));
    }

    private static boolean nobodyReads(Link link) {
        return link.own().keySet().stream().allMatch(feed -> link.of(feed) == Reading.NOT);
    }

    private HitPlan() {}
}
