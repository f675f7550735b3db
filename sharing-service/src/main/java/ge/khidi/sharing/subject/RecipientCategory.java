package ge.khidi.sharing.subject;

import ge.khidi.sharing.policy.Partner;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a person is told their data went to (Directive (EU) 2016/680 Art. 14(c)): a category, never an agency or a country. Follows from the kind
 * of body alone and not from how many of it are registered, so none is made for one agency. The codes are stored; they never change.
 */
enum RecipientCategory {
    AUTHORITIES_OF_THIS_STATE("other authorities of this state", "ამ სახელმწიფოს სხვა უწყებებს"),
    EUROPEAN_UNION(
            "authorities and bodies of the European Union and of its member states",
            "ევროკავშირისა და მისი წევრი სახელმწიფოების უწყებებსა და ორგანოებს"),
    THIRD_COUNTRIES("authorities of third countries", "მესამე ქვეყნების უწყებებს"),
    INTERNATIONAL_ORGANISATIONS("international organisations", "საერთაშორისო ორგანიზაციებს"),
    CSIRTS_ABROAD(
            "computer emergency response teams (CSIRTs) of other states",
            "სხვა სახელმწიფოების კომპიუტერულ ინციდენტებზე დახმარების ჯგუფებს (CSIRT)");

    private final String english;
    private final String georgian;

    RecipientCategory(String english, String georgian) {
        this.english = english;
        this.georgian = georgian;
    }

    static RecipientCategory of(Partner.Kind kind) {
        return switch (kind) {
            case DOMESTIC -> AUTHORITIES_OF_THIS_STATE;
            case EUROPOL, EU_MEMBER_STATE, EU_AGENCY -> EUROPEAN_UNION;
            case THIRD_COUNTRY -> THIRD_COUNTRIES;
            case INTERNATIONAL_ORGANISATION -> INTERNATIONAL_ORGANISATIONS;
            case CSIRT -> CSIRTS_ABROAD;
        };
    }

    /** In {@code ka} as that to which something was given; in English otherwise. */
    String in(String language) {
        return language.equals("ka") ? georgian : english;
    }

    /** As they are kept. */
    static String print(Collection<RecipientCategory> categories) {
        return categories.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
    }

    static Set<RecipientCategory> parse(String kept) {
        return Stream.of(kept.split(",", -1))
                .filter(name -> !name.isEmpty())
                .map(RecipientCategory::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
