package ge.khidi.relay.consumption;

/** Where a record was read: the address an operator needs to find it again. */
public record Origin(String topic, int partition, long offset) {}
