package ge.khidi.sharing.pages;

import io.vertx.core.http.Cookie;
import io.vertx.ext.web.LanguageHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A language the pages speak. The visitor's choice is remembered in a cookie; before there is one, the browser's wish counts. */
public enum Language {
    EN("en", "English"),
    KA("ka", "ქართული");

    static final String COOKIE = "khidi-language";

    private final String tag;
    private final String ownName;

    Language(String tag, String ownName) {
        this.tag = tag;
        this.ownName = ownName;
    }

    /** BCP 47. */
    public String tag() {
        return tag;
    }

    /** What it is called by those who speak it. */
    public String ownName() {
        return ownName;
    }

    public Language other() {
        return this == EN ? KA : EN;
    }

    Locale locale() {
        return Locale.forLanguageTag(tag);
    }

    static Optional<Language> find(String tag) {
        return Arrays.stream(values())
                .filter(language -> language.tag.equals(tag))
                .findFirst();
    }

    static Language of(RoutingContext request) {
        return Optional.ofNullable(request.request().getCookie(COOKIE))
                .map(Cookie::getValue)
                .flatMap(Language::find)
                .or(() -> request.acceptableLanguages().stream()
                        .map(LanguageHeader::tag)
                        .flatMap(tag -> find(tag.toLowerCase(Locale.ROOT)).stream())
                        .findFirst())
                .orElse(EN);
    }
}
