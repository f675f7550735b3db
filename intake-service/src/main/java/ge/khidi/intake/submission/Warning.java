package ge.khidi.intake.submission;

import java.util.List;

/** Something the sender should know about an event that was accepted. {@code pointers} lead into the submission (RFC 6901). */
public record Warning(Code code, List<String> pointers) {

    public Warning {
        pointers = List.copyOf(pointers);
    }

    /** The catalogue of warnings. Codes are stable: they may be added, never renamed. */
    public enum Code {
        ORIGINATOR_AND_IAD_ONLY("releasableTo is absent: only the originator and IAD may have this event."),
        RELEASABLE_TO_NOBODY("releasableTo is empty: nobody but the originator may have this event."),
        GATEWAY_NOT_NAMED("Europol is named and ILECC, its gateway, is not: nothing can reach Europol. Name both."),
        EXERCISE_ONLY("This is an exercise: it never reaches a reader of real events."),
        CONSENT_NEEDED("H2: a recipient that is not named is asked for first; nothing leaves to it until the originator"
                + " consents."),
        HUMAN_DECIDES("H3: nothing leaves until an officer has decided."),
        FREE_TEXT_WITHHELD("Free text leaves only where a profile allows it; by default it stays."),
        PROTECTED_PERSON_WITHHELD(
                "Data on a victim, witness, informant or minor are withheld from foreign partners by default."),
        SPECIAL_CATEGORIES_WITHHELD("Special categories of data are withheld by default."),
        NEVER_TO_THIRD_COUNTRIES("Data on a person in need of international protection never go to a third country."),
        NO_CRIME_AREA("No crime area is named: Europol does not receive this event."),
        GRADED_X4("No grade was given: the platform graded it X4, cannot be assessed."),
        CHECK_DIGIT_INVALID("The check digit is wrong. The value is kept as observed.");

        private final String message;

        Code(String message) {
            this.message = message;
        }

        public String message() {
            return message;
        }
    }
}
