package ge.khidi.analysis.product;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.contract.EventId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids of products, made from what they are about: the same thing is always the same product, whenever and wherever it is found.
 * Name-based UUIDs of version 8 (RFC 9562, SHA-256).
 */
public final class NamedIds {

    private NamedIds() {}

    /** @param name begins with the type of the product, so that no two types ever share an id */
    public static EventId of(String name) {
        ByteBuffer hash = ByteBuffer.wrap(sha256("https://khidi.ge/products/" + name));
        long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
        long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new EventId(new UUID(high, low));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
