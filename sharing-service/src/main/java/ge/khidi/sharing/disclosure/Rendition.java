package ge.khidi.sharing.disclosure;

import ge.khidi.contract.entity.FieldGroup;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of rendering an event for a partner: bytes that may leave, or a leak that was noticed in time. */
public sealed interface Rendition {

    /**
     * Bytes that may leave. {@code conditions} go with them (Directive (EU) 2016/680 Art. 9(3)). {@code withheld} says what stayed
     * here; it is for our own audit log and officers and never goes to the partner.
     */
    @SuppressWarnings("ArrayRecordComponent") // copied on the way in and out, compared by content
    record Rendered(byte[] body, List<Withheld> withheld, Map<String, Object> conditions) implements Rendition {
        public Rendered {
            body = body.clone();
            withheld = List.copyOf(withheld);
            conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        }

        @Override
        public byte[] body() {
            return body.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Rendered rendered
                    && Arrays.equals(body, rendered.body)
                    && withheld.equals(rendered.withheld)
                    && conditions.equals(rendered.conditions);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(body);
        }

        /** Never the content. */
        @Override
        public String toString() {
            return "Rendered[" + body.length + " bytes, " + withheld.size() + " withheld]";
        }
    }

    /** A withheld identifying value stood in what would have left, or the words of H3 may not leave; nothing leaves. The pointers are places in that body. */
    record Leaked(List<String> pointers) implements Rendition {
        public Leaked {
            pointers = List.copyOf(pointers);
        }
    }

    /** A place in the original event whose content stayed here, and the group it belongs to. */
    record Withheld(String pointer, FieldGroup group) {
        @Override
        public String toString() {
            return pointer + " " + group;
        }
    }
}
