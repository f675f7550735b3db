package ge.khidi.contract.codec;

/**
 * One thing wrong with a body. {@code pointer} says where (RFC 6901, empty for the whole body), {@code code} what, as a stable
 * word a program may branch on, {@code message} the same for a person. The message never contains the offending value.
 */
public record Fault(String pointer, String code, String message) {}
