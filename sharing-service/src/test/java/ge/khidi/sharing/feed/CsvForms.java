package ge.khidi.sharing.feed;

import ge.khidi.contract.RevisionId;
import java.util.List;
import java.util.Optional;

/** An item as it leaves in the feed for a spreadsheet. */
public final class CsvForms {

    public static String of(RevisionId revision, String body, String conditions) {
        return FeedTable.line(
                "cursor",
                new Page.Item(
                        1,
                        RowKind.NEW,
                        revision,
                        Optional.of(body),
                        Optional.of(conditions),
                        Optional.empty(),
                        List.of(),
                        Optional.empty()));
    }

    private CsvForms() {}
}
