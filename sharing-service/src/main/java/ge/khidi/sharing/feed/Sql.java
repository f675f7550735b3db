package ge.khidi.sharing.feed;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Native statements in a Hibernate Reactive transaction, with all their data in one {@code jsonb} parameter: the fast way, since the
 * session cannot batch them.
 */
public final class Sql {

    /** Put this where the statement's one JSON parameter stands; the inner cast keeps the driver from sending one JSON string. */
    public static final String JSON = "CAST(CAST(:json AS text) AS jsonb)";

    public static Uni<Integer> update(Mutiny.Session session, String statement, JsonArray json) {
        return session.createNativeQuery(statement)
                .setParameter("json", json.encode())
                .executeUpdate();
    }

    /** The rows a statement answers, each an array of its columns; two columns at least. */
    public static Uni<List<Object[]>> rows(Mutiny.Session session, String statement, JsonArray json) {
        return session.createNativeQuery(statement, Object[].class)
                .setParameter("json", json.encode())
                .getResultList();
    }

    /** A PostgreSQL array literal of values that need no quoting, such as numbers and UUIDs. */
    public static String array(Collection<?> plain) {
        return plain.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private Sql() {}
}
