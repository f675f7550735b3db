package ge.khidi.contract.codec;

import org.jspecify.annotations.Nullable;

/** A place in a JSON document, written out as a JSON pointer (RFC 6901) only when somebody asks. */
record Place(@Nullable Place parent, String step) {

    static final Place ROOT = new Place(null, "");

    Place child(String name) {
        return new Place(this, name);
    }

    Place child(int index) {
        return new Place(this, Integer.toString(index));
    }

    @Override
    public String toString() {
        return parent == null ? "" : parent + "/" + step.replace("~", "~0").replace("/", "~1");
    }
}
