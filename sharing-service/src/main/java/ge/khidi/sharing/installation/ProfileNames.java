package ge.khidi.sharing.installation;

import ge.khidi.sharing.disclosure.Profile;
import ge.khidi.sharing.disclosure.Profiles;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds every disclosure profile to what it meant when it was first used here. What left under a profile is kept under its name and
 * served again, so a profile that was tightened under its old name would go on showing what it now withholds: the service does not start
 * with such a change, which needs a new name and policies that use it.
 */
@Singleton
class ProfileNames {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String KEEP = """
            INSERT INTO profile_meaning (name, meaning)
            SELECT name, meaning FROM jsonb_to_recordset($1::jsonb) AS p (name text, meaning text) ORDER BY name
            ON CONFLICT DO NOTHING
            """;
    private static final String KEPT = "SELECT name, meaning FROM profile_meaning WHERE name = ANY ($1)";

    private final Pool pool;
    private final Rules rules;

    ProfileNames(Pool pool, Rules rules) {
        this.pool = pool;
        this.rules = rules;
    }

    /** Before anything is decided or shown. */
    void start(@Observes @Priority(0) StartupEvent started) {
        check(rules.profiles());
    }

    /** Blocks. An {@link IllegalStateException} that names the profiles which mean something else than before. */
    void check(Profiles profiles) {
        List<Profile> all = profiles.names().stream()
                .map(name -> profiles.find(name).orElseThrow())
                .toList();
        JsonArray said = new JsonArray();
        all.forEach(
                profile -> said.add(new JsonObject().put("name", profile.name()).put("meaning", profile.meaning())));
        pool.preparedQuery(KEEP).execute(Tuple.of(said)).await().atMost(BOUND);
        Set<String> meant = all.stream()
                .map(profile -> profile.name() + " " + profile.meaning())
                .collect(Collectors.toSet());
        Set<String> changed = new TreeSet<>();
        String[] names = all.stream().map(Profile::name).toArray(String[]::new);
        for (Row row : pool.preparedQuery(KEPT).execute(Tuple.of(names)).await().atMost(BOUND)) {
            if (!meant.contains(row.getString(0) + " " + row.getString(1))) {
                changed.add(row.getString(0));
            }
        }
        if (!changed.isEmpty()) {
            throw new IllegalStateException("These disclosure profiles changed under their names: " + changed
                    + ". What was rendered under a name is kept and served again: give a changed profile a new name, and"
                    + " change the policies that use it.");
        }
    }
}
