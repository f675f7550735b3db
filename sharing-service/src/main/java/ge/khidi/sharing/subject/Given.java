package ge.khidi.sharing.subject;

import java.util.Set;

/** What a person said of themselves: as it was written, for the officer, and in the forms that are looked for. Held apart from every log. */
record Given(String json, Set<Identifier> sought) {

    Given {
        sought = Set.copyOf(sought);
    }

    @Override
    public String toString() {
        return "Given[withheld]";
    }
}
