package ge.khidi.relay.consumption;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns bytes into a value, once. It runs on a worker thread; an exception counts as unreadable. */
@FunctionalInterface
public interface RecordParser<T> {

    /** The record's value may be null: a compacted topic can carry tombstones from elsewhere. */
    Reading<T> parse(ConsumerRecord<byte[], byte[]> received);
}
