package ge.khidi.sharing.taxii;

import ge.khidi.sharing.feed.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Part of a collection as one caller sees it in one snapshot, in the order of date_added. {@code last} is the last place that was looked at,
 * shown or not; {@code rows} are the rows of the feed that showed something.
 */
record Shelf(long epoch, List<Listed> objects, List<Page.Item> rows, long last, boolean more) {

    Shelf {
        objects = List.copyOf(objects);
        rows = List.copyOf(rows);
    }

    static Shelf nothing(long last) {
        return nothing(last, false);
    }

    static Shelf nothing(long last, boolean more) {
        return new Shelf(0, List.of(), List.of(), last, more);
    }

    /** Bytes of content, with commas between. */
    int size() {
        return objects.stream().mapToInt(one -> one.body().length() + 1).sum();
    }

    /** The objects of a later part of the same collection behind these. */
    Shelf and(Shelf later) {
        List<Page.Item> all = new ArrayList<>(rows);
        all.addAll(later.rows);
        return new Shelf(
                Math.max(epoch, later.epoch),
                Stream.concat(objects.stream(), later.objects.stream()).toList(),
                all,
                later.last,
                later.more);
    }
}
