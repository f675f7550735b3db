package ge.khidi.sharing.feed;

import ge.khidi.contract.RevisionId;
import ge.khidi.sharing.hold.Scope;
import ge.khidi.sharing.pages.EventWords;
import ge.khidi.sharing.policy.Decision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Part of a feed as one reader sees it under one epoch. {@code last} is the last row that was looked at, shown or not; {@code hidden} are
 * the rows between that the reader may not see any more.
 */
public record Page(long epoch, List<Item> items, long last, List<Long> hidden, boolean more) {

    public Page {
        items = List.copyOf(items);
        hidden = List.copyOf(hidden);
    }

    /** Nothing. */
    public static final Page EMPTY = new Page(0, List.of(), 0, List.of(), false);

    /** What of it a filter wants; the rest is among the hidden. */
    Page only(Filter filter) {
        if (filter.all()) {
            return this;
        }
        List<Item> wanted = new ArrayList<>();
        List<Long> left = new ArrayList<>(hidden);
        for (Item item : items) {
            if (filter.wants(item.kind(), item.body().map(EventWords::read))) {
                wanted.add(item);
            } else {
                left.add(item.seq());
            }
        }
        Collections.sort(left);
        return new Page(epoch, wanted, last, left, more);
    }

    /** A row as it is shown. {@code body} and {@code conditions} are JSON; both are absent where no content is brought or left. */
    public record Item(
            long seq,
            RowKind kind,
            RevisionId revision,
            Optional<String> body,
            Optional<String> conditions,
            Optional<String> digest,
            List<String> policies,
            Optional<String> traceparent) {}

    /**
     * What the reader has of an event that a product names: {@code own} if it said it itself, the newest row on it, and what is decided of
     * that row's revision now.
     */
    record Source(
            boolean own, Optional<RowKind> newest, Optional<Set<Scope.Asked>> released, Optional<Decision> decision) {

        /** Whether the reader may know of it at this moment, in whatever wording. */
        boolean known() {
            return own
                    || (newest.filter(RowKind::brings).isPresent()
                            && decision.filter(now -> permits(now, released)).isPresent());
        }
    }

    /** Whether something may leave: it is decided so, and everybody whose word is needed now has given it. */
    private static boolean permits(Decision now, Optional<Set<Scope.Asked>> released) {
        return now.profile().isPresent()
                && (!(now instanceof Decision.Held held)
                        || released.filter(words -> words.containsAll(Scope.words(held.holds())))
                                .isPresent());
    }

    /** What came behind a row on its event: something that ended it, or nothing goes to this partner any more. */
    enum Behind {
        NOTHING,
        ENDED,
        BARRED
    }

    /**
     * A row as it is stored, with what must be known to judge it. {@code released} is whose words were given, if it was released; {@code
     * sources} are the events it names, if it is a product that names them.
     */
    record Stored(
            long seq,
            RowKind kind,
            RevisionId revision,
            boolean usable,
            Behind behind,
            Optional<Set<Scope.Asked>> released,
            Optional<Decision> decision,
            List<Source> sources,
            Optional<Content> content,
            Optional<String> traceparent) {

        Stored {
            sources = List.copyOf(sources);
        }

        /** What leaves of it: the rendition under a profile, the conditions, and the salted digest of the bytes. */
        record Content(String profile, String body, String conditions, String digest) {}

        /**
         * What the reader sees of the row now. A row that brings content shows only while the rules of this moment let the same content
         * leave, and, of a product that names its sources, while the reader may know of each; of an event that may not be used any more the row
         * stays and its content does not. A recall always shows: it reaches whoever had the event. So does a correction whose content does not
         * show any more, as if it had come alone, unless the event is barred for the reader: whoever has gone past it has it already, and whoever
         * has not must still rectify (Directive (EU) 2016/680 Art. 7(3)).
         */
        Optional<Item> seen() {
            if (!kind.brings()) {
                return Optional.of(alone(kind));
            }
            if (behind != Behind.NOTHING
                    || decision.filter(this::leaves).isEmpty()
                    || !sources.stream().allMatch(Source::known)) {
                return kind == RowKind.CORRECTION && behind != Behind.BARRED
                        ? Optional.of(alone(RowKind.CORRECTION_ALONE))
                        : Optional.empty();
            }
            Optional<Content> shown = usable ? content : Optional.empty();
            return Optional.of(item(
                    kind, shown, shown.isPresent() ? decision.get().grounds().policies() : List.of()));
        }

        private Item alone(RowKind as) {
            return item(as, Optional.empty(), List.of());
        }

        private boolean leaves(Decision now) {
            return permits(now, released)
                    && (content.isEmpty()
                            || content.get().profile().equals(now.profile().get()));
        }

        private Item item(RowKind as, Optional<Content> shown, List<String> policies) {
            return new Item(
                    seq,
                    as,
                    revision,
                    shown.map(Content::body),
                    shown.map(Content::conditions),
                    shown.map(Content::digest),
                    policies,
                    traceparent);
        }
    }
}
