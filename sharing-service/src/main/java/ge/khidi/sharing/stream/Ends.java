package ge.khidi.sharing.stream;

import ge.khidi.contract.AgencyId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** How far the lists of agencies go, and which of them are suspended: one statement for all that have a stream open. */
@Singleton
class Ends {

    private static final String ALL = """
            SELECT a.agency, coalesce(f.last_seq, 0), coalesce(l.last_seq, 0),
                EXISTS (SELECT 1 FROM suspension z WHERE z.agency = a.agency)
            FROM unnest($1::text[]) AS a (agency)
            LEFT JOIN feed f ON f.partner = a.agency LEFT JOIN notice_list l ON l.feed = f.id
            """;

    private final Pool pool;

    Ends(Pool pool) {
        this.pool = pool;
    }

    /** The newest places of an agency. */
    record End(AgencyId agency, long items, long notices, boolean suspended) {}

    Uni<List<End>> of(Collection<AgencyId> agencies) {
        String[] names = agencies.stream().map(AgencyId::value).toArray(String[]::new);
        return pool.preparedQuery(ALL).execute(Tuple.of(names)).map(Ends::ends);
    }

    private static List<End> ends(RowSet<Row> rows) {
        List<End> ends = new ArrayList<>();
        rows.forEach(row ->
                ends.add(new End(new AgencyId(row.getString(0)), row.getLong(1), row.getLong(2), row.getBoolean(3))));
        return ends;
    }
}
