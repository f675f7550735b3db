package ge.khidi.sharing.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One request of a person, as every page sees it: the language, who has signed in ({@code name} is empty where nobody has), which pages
 * there are for them, where they are, and the token their forms carry.
 */
public record Visit(
        Language language,
        String name,
        String agency,
        boolean reads,
        boolean releases,
        boolean oversees,
        String path,
        String token,
        Optional<StatedPurpose> stated) {

    public boolean signedIn() {
        return !name.isEmpty();
    }

    public Language otherLanguage() {
        return language.other();
    }

    /** Where they are, as a value in a link. */
    public String pathEncoded() {
        return URLEncoder.encode(path, StandardCharsets.UTF_8);
    }

    /** The purpose in the visitor's language; empty before one is stated. */
    public String purposeWord() {
        return stated.map(said -> Vocabulary.code(language, said.purpose().name()))
                .orElse("");
    }

    /** The case; empty before one is stated. */
    public String caseReference() {
        return stated.map(StatedPurpose::caseReference).orElse("");
    }

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return "Visit[" + language + "]";
    }
}
