package ge.khidi.sharing.installation;

import ge.khidi.contract.AgencyId;
import ge.khidi.sharing.disclosure.PseudonymKey;
import io.quarkus.runtime.Startup;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The installation's secret. It is never shown; keys for one use each are derived from it. Read when the service starts. */
@Startup
@Singleton
public class Secret {

    private static final int BYTES = 32;
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String KEEP =
            "INSERT INTO secret (name, value) VALUES ('installation', $1) ON CONFLICT DO NOTHING";
    private static final String KEPT = "SELECT value FROM secret WHERE name = 'installation'";

    private final byte[] master;
    private final Map<AgencyId, PseudonymKey> pseudonymKeys = new ConcurrentHashMap<>();

    Secret(InstallationConfig config, Pool pool) {
        this.master = config.secretFile().map(Secret::inFile).orElseGet(() -> inDatabase(pool));
        if (master.length < BYTES) {
            throw new IllegalStateException("khidi.sharing.secret-file holds fewer than 32 bytes");
        }
    }

    /** The key by which one partner's pseudonyms are made. */
    public PseudonymKey pseudonymKey(AgencyId partner) {
        return pseudonymKeys.computeIfAbsent(partner, id -> PseudonymKey.derive(master, id));
    }

    /** A key of 32 bytes for one use. */
    public byte[] key(String use) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(master, mac.getAlgorithm()));
            return mac.doFinal(("khidi/" + use).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static byte[] inDatabase(Pool pool) {
        pool.preparedQuery(KEEP)
                .execute(Tuple.of(Buffer.buffer(random())))
                .await()
                .atMost(BOUND);
        return pool.query(KEPT)
                .execute()
                .await()
                .atMost(BOUND)
                .iterator()
                .next()
                .getBuffer(0)
                .getBytes();
    }

    private static byte[] inFile(Path file) {
        try {
            if (Files.notExists(file)) {
                write(file);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file) throws IOException {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        Files.createDirectories(folder);
        Path written = Files.createTempFile(
                folder,
                "secret",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(written, random());
        try {
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException anotherInstanceWasFaster) {
            return;
        } finally {
            Files.delete(written);
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "Secret[withheld]";
    }
}
