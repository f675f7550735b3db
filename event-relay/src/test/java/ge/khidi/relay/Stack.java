package ge.khidi.relay;

import ge.khidi.localstack.test.KafkaAndPostgres;

/** What every test of this module runs on. */
public final class Stack {

    public static final String DATABASE = "relay";
    public static final String TOPICS =
            "letters,reader.letters.dead-letter,outbox,two-relays,broker-outage,refilled,bulk,quiet";

    private Stack() {}

    public static String bootstrapServers() {
        return KafkaAndPostgres.kafka().bootstrapServers();
    }
}
