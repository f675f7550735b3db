package ge.khidi.analysis.linking;

import ge.khidi.analysis.product.NamedIds;
import ge.khidi.analysis.selector.Selector;
import ge.khidi.contract.EventId;

/** Which product a link or a notice is. */
public final class ProductIds {

    private ProductIds() {}

    /** The link between two events, whichever is named first. */
    public static EventId link(EventId one, EventId other) {
        String a = one.toString();
        String b = other.toString();
        return NamedIds.of("LINK/" + (a.compareTo(b) < 0 ? a + "/" + b : b + "/" + a));
    }

    /** The notice about one value; the hash is keyed, so the id tells nothing of the value. */
    public static EventId notice(Selector selector) {
        return NamedIds.of("LINK_NOTICE/" + selector);
    }
}
