package ge.khidi.relay.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.AgencyId;
import ge.khidi.contract.EventId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log is exported, and someone has been at it. */
class VerifyTest {

    private static final SigningKey KEY = SigningKey.generate();
    private static final int MANIPULATIONS = 100;

    @Test
    void anUntouchedLogIsIntact() {
        List<String> log = log(new SplittableRandom(1), 300);

        Verify.Finding finding = check(log, Optional.empty());

        assertThat(finding.fault()).isEmpty();
        assertThat(finding.entries()).isEqualTo(300);
        assertThat(finding.checkpoints()).isPositive();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyManipulationIsFound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> log = log(random, 300);
        Optional<String> kept = Optional.of(log.get(log.size() - 1));

        for (int i = 0; i < MANIPULATIONS; i++) {
            List<String> manipulated = manipulate(new ArrayList<>(log), random);

            assertThat(check(manipulated, kept).intact())
                    .as("manipulation %d", i)
                    .isEqualTo(manipulated.equals(log));
        }
    }

    @Test
    void aLogThatAnotherKeyHasSignedAnewIsNotIntact() {
        List<String> forged = log(new SplittableRandom(7), 20, SigningKey.generate());

        assertThat(check(forged, Optional.empty()).intact()).isFalse();
    }

    @Test
    void aLogWithoutACheckpointProvesNothing() {
        assertThat(check(List.of(), Optional.empty()).intact()).isFalse();
        assertThat(check(log(new SplittableRandom(9), 20).subList(0, 1), Optional.empty())
                        .intact())
                .isFalse();
    }

    @Test
    void aLogThatTwoKeysHaveSignedInTurnIsIntactForWhoeverHasBoth() throws IOException {
        SigningKey second = SigningKey.generate();
        String entry = entry(new SplittableRandom(10)).line();
        MerkleTree tree = new MerkleTree();
        List<String> lines = new ArrayList<>(List.of(shown(KEY), shown(second)));
        for (SigningKey key : List.of(KEY, second)) {
            long before = tree.size();
            tree.append(entry.getBytes(UTF_8));
            String head = new TreeHead("sharing", before, tree.size(), tree.rootText(), Instant.EPOCH).text();
            lines.add(entry);
            lines.add(Checkpoint.print(head, key.id(), key.sign(head)).stripTrailing());
        }
        byte[] export = (String.join("\n", lines) + "\n").getBytes(UTF_8);
        String pem = KEY.pem() + second.pem();

        assertThat(Verify.check(new ByteArrayInputStream(export), Verify.publicKeys(pem), Optional.empty())
                        .fault())
                .isEmpty();
        assertThat(check(lines, Optional.empty()).intact())
                .as("with one key only")
                .isFalse();
    }

    @Test
    void whoeverKeptACheckpointSeesThatTheLogWasCutBehindAnEarlierOne() {
        List<String> log = log(new SplittableRandom(8), 300);
        List<Integer> checkpoints = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            if (log.get(i).startsWith("{\"checkpoint\"")) {
                checkpoints.add(i);
            }
        }
        List<String> cut = log.subList(0, checkpoints.get(checkpoints.size() - 2) + 1);

        assertThat(check(cut, Optional.empty()).intact()).isTrue();
        assertThat(check(cut, Optional.of(log.get(log.size() - 1))).intact()).isFalse();
    }

    private static Verify.Finding check(List<String> lines, Optional<String> kept) {
        byte[] export = lines.isEmpty() ? new byte[0] : (String.join("\n", lines) + "\n").getBytes(UTF_8);
        try {
            return Verify.check(new ByteArrayInputStream(export), List.of(KEY.shown()), kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> manipulate(List<String> lines, SplittableRandom random) {
        int at = random.nextInt(lines.size());
        switch (random.nextInt(5)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, entry(random).line());
            case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
            case 3 -> lines.set(at, changed(lines.get(at), random));
            default -> lines.add(at, lines.get(random.nextInt(lines.size())));
        }
        return lines;
    }

    private static String changed(String line, SplittableRandom random) {
        int at = random.nextInt(line.length());
        char other = (char) ('0' + random.nextInt(75));
        return line.substring(0, at) + other + line.substring(at + 1);
    }

    private static List<String> log(SplittableRandom random, int entries) {
        return log(random, entries, KEY);
    }

    private static List<String> log(SplittableRandom random, int entries, SigningKey key) {
        List<String> lines = new ArrayList<>();
        lines.add(shown(key));
        MerkleTree tree = new MerkleTree();
        long previous = 0;
        Instant at = Instant.parse("2026-11-21T08:00:00Z");
        for (int i = 0; i < entries; i++) {
            String line = entry(random).line();
            lines.add(line);
            tree.append(line.getBytes(UTF_8));
            if (i == entries - 1 || random.nextInt(20) == 0) {
                at = at.plusMillis(random.nextInt(1, 1000));
                String head = new TreeHead("sharing", previous, tree.size(), tree.rootText(), at).text();
                previous = tree.size();
                lines.add(Checkpoint.print(head, key.id(), key.sign(head)).stripTrailing());
            }
        }
        return lines;
    }

    private static String shown(SigningKey key) {
        return "{\"key\":\"" + key.id() + "\",\"public\":\""
                + Base64.getEncoder().encodeToString(key.shown().getEncoded()) + "\"}";
    }

    private static AuditEntry entry(SplittableRandom random) {
        return AuditEntry.of(
                        Instant.EPOCH.plusMillis(random.nextLong(1L << 40)),
                        Operation.DISCLOSURE,
                        "feed.read",
                        Actor.of(new AgencyId("BORDER-POLICE"), "ნინო \"x\"\n", "border-police-system"))
                .about(new EventId(new UUID(random.nextLong(), random.nextLong())))
                .to(new AgencyId("EUROPOL"));
    }
}
