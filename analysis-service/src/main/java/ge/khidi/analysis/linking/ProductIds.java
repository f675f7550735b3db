package ge.khidi.analysis.linking;

import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.analysis.selector.Selector;
import ge.khidi.contract.EventId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids of products, made from what they are about: the same pair is always the same link, whenever and wherever it is found.
 * Name-based UUIDs of version 8 (RFC 9562, SHA-256).
 */
public final class ProductIds {

    private ProductIds() {}

    /** The link between two events, whichever is named first. */
    public static EventId link(EventId one, EventId other) {
        String a = one.toString();
        String b = other.toString();
        return named("LINK/" + (a.compareTo(b) < 0 ? a + "/" + b : b + "/" + a));
    }

    /** The notice about one value; the hash is keyed, so the id tells nothing of the value. */
    public static EventId notice(Selector selector) {
        return named("LINK_NOTICE/" + selector);
    }

    private static EventId named(String name) {
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
