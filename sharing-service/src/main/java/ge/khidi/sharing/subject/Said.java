package ge.khidi.sharing.subject;

import ge.khidi.contract.entity.FieldGroup;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an originator says to a request about its own event: which field groups of the person's own entities may be let out, or on what ground
 * they may not. {@code groups}, {@code recipients} and {@code legalBasis} belong to PARTLY, {@code ground} to PARTLY and REFUSE.
 * {@code recipients}: the person may be told to which categories of recipients their data went; that can tell of an inquiry. {@code legalBasis}:
 * they may read the words of it, in which others may stand. PARTLY keeps both back unless it says otherwise.
 */
record Said(Word word, Optional<Ground> ground, Set<FieldGroup> groups, boolean recipients, boolean legalBasis) {

    /** The words an originator has. */
    enum Word {
        /** Everything but free text, in which others may stand, with the categories of recipients and the legal basis, which it has read. */
        DISCLOSE,
        PARTLY,
        /** The person may be told that something is kept back, and on what ground. */
        REFUSE,
        /** The answer is the one for a person on whom nothing is held. */
        NEITHER_CONFIRM_NOR_DENY,
        /** What was asked for is done, or being done, as a revision through intake. */
        FOLLOWED;

        boolean fits(Kind kind) {
            return switch (this) {
                case DISCLOSE, PARTLY -> kind == Kind.ACCESS;
                case FOLLOWED -> kind != Kind.ACCESS;
                case REFUSE, NEITHER_CONFIRM_NOR_DENY -> true;
            };
        }

        boolean needsGround() {
            return switch (this) {
                case PARTLY, REFUSE -> true;
                case DISCLOSE, NEITHER_CONFIRM_NOR_DENY, FOLLOWED -> false;
            };
        }
    }

    Said {
        groups = Collections.unmodifiableSet(new TreeSet<>(groups));
        if (word.needsGround() != ground.isPresent() || (word == Word.PARTLY) == groups.isEmpty()) {
            throw new IllegalArgumentException("a ground belongs to PARTLY and REFUSE, groups to PARTLY");
        }
        if ((recipients || legalBasis) && word != Word.PARTLY) {
            throw new IllegalArgumentException("of recipients and legal basis PARTLY speaks, and nothing else");
        }
    }

    /** Whether the answer to the person may say anything at all because of it. */
    boolean known() {
        return word != Word.NEITHER_CONFIRM_NOR_DENY;
    }

    /** Whether anything of the event is let out because of it. */
    boolean letsOut() {
        return word == Word.DISCLOSE || word == Word.PARTLY;
    }

    /** Whether this group of the person's own entities may be let out. */
    boolean letsOut(FieldGroup group) {
        return switch (word) {
            case DISCLOSE -> group != FieldGroup.NARRATIVE;
            case PARTLY -> groups.contains(group);
            case REFUSE, NEITHER_CONFIRM_NOR_DENY, FOLLOWED -> false;
        };
    }

    /** Whether the person may be told to which categories of recipients their data went (Directive (EU) 2016/680 Art. 14(c)). */
    boolean letsOutRecipients() {
        return switch (word) {
            case DISCLOSE -> true;
            case PARTLY -> recipients;
            case REFUSE, NEITHER_CONFIRM_NOR_DENY, FOLLOWED -> false;
        };
    }

    /** Whether the person may read under which law the originator processes their data, in its words (Directive (EU) 2016/680 Art. 14(a)). */
    boolean letsOutLegalBasis() {
        return switch (word) {
            case DISCLOSE -> true;
            case PARTLY -> legalBasis;
            case REFUSE, NEITHER_CONFIRM_NOR_DENY, FOLLOWED -> false;
        };
    }
}
