package ge.khidi.sharing.taxii;

import static ge.khidi.sharing.taxii.TaxiiCollection.BORDER_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However much a caller may not see, what lies between and behind it comes. Objects are planted behind the end of a list. */
@QuarkusTest
class HiddenStretchIT {

    private static final Duration BOUND = Duration.ofMinutes(1);

    /** A row that no feed has, so nobody sees what it brought. */
    private static final long NOBODY_SEES = 999_999_999_999L;

    private static final long EVERYBODY_SEES = 0;

    // Of a type that nothing else has.
    private static final String PLANT = """
            INSERT INTO stix_object
                (list, collection, added, object_id, type, created, version, earliest, latest, revoked, shared, seq, body)
            SELECT l.id, 1, o.added + n, 'tool--' || gen_random_uuid(), 'tool', o.added, o.added, true, true, false, false, $2,
                CASE WHEN $3 > 0 THEN '{"type":"tool","name":"' || repeat('x', $3) || '"}' END
            FROM stix_list l JOIN feed f ON f.id = l.feed
            CROSS JOIN LATERAL (
                SELECT coalesce(max(added), l.added) AS added FROM stix_object WHERE list = l.id AND collection = 1
            ) o
            CROSS JOIN generate_series(1, $1) AS n
            WHERE f.partner = 'STATE-SECURITY' AND l.profile = 1
            """;
    private static final String CLEAR = "DELETE FROM stix_object WHERE type = 'tool'";

    private final TaxiiClient reader = new TaxiiClient("STATE-SECURITY");

    @Inject
    Pool pool;

    @BeforeEach
    void listed() {
        reader.objects(BORDER_EVENTS, Map.of("limit", 1)).then().statusCode(200);
        plant(1, EVERYBODY_SEES, 1);
    }

    @AfterEach
    void clear() {
        pool.query(CLEAR).executeAndAwait();
    }

    @ParameterizedTest(name = "pages of {0}")
    @ValueSource(ints = {100, 1000})
    void whatIsBehindComes(int limit) {
        plant(1200, NOBODY_SEES, 1);
        plant(1, EVERYBODY_SEES, 1);
        plant(1200, NOBODY_SEES, 1);
        plant(1, EVERYBODY_SEES, 1);

        assertThat(ofThese(reader.crawl(BORDER_EVENTS, limit, Map.of()))).isEqualTo(3);
        assertThat(ofThese(reader.crawl(BORDER_EVENTS, limit, Map.of("match[type]", "tool"))))
                .isEqualTo(3);
        assertThat(ofThese(reader.crawl(BORDER_EVENTS, limit, Map.of("match[version]", "all"))))
                .isEqualTo(3);
    }

    @Test
    void whatDoesNotFitIntoAnAnswerComesWithTheNext() {
        plant(4, EVERYBODY_SEES, 1_500_000);
        plant(1, NOBODY_SEES, 0);
        plant(1, EVERYBODY_SEES, 1);

        assertThat(ofThese(reader.crawl(BORDER_EVENTS, 1000, Map.of()))).isEqualTo(6);
    }

    private static long ofThese(List<TaxiiClient.Stix> objects) {
        return objects.stream().filter(one -> one.type().equals("tool")).count();
    }

    private void plant(int objects, long row, int size) {
        assertThat(pool.preparedQuery(PLANT)
                        .execute(Tuple.of(objects, row, size))
                        .await()
                        .atMost(BOUND)
                        .rowCount())
                .isEqualTo(objects);
    }
}
