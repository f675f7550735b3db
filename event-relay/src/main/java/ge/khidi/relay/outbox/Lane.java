package ge.khidi.relay.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/**
 * Which of the sixteen lanes of the outbox an event travels in.
 *
 * <p>The hash is the one by which Kafka picks a partition. It must never change while rows wait (two lanes would then carry one
 * event), and because it is the same, a topic of 2, 4, 8 or 16 partitions maps each lane to one partition: a partition
 * that cannot be written stops only the lanes that lead there.
 */
final class Lane {

    static final int COUNT = 16;

    private Lane() {}

    static int of(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % COUNT;
    }
}
