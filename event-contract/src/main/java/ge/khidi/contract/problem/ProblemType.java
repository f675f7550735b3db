package ge.khidi.contract.problem;

import java.net.URI;
import java.util.Locale;

/** The catalogue of problems. Types are stable: they may be added, never renamed or reused. */
public enum ProblemType {
    /** The body is not JSON, or not of a form that can be looked at. */
    MALFORMED_JSON("The body cannot be read as JSON", 400),
    /** A parameter or header is missing or wrong. */
    INVALID_REQUEST("The request is not well formed", 400),
    NOT_AUTHENTICATED("A valid token is needed", 401),
    /** The token is good, but not for this. */
    NOT_PERMITTED("Not permitted", 403),
    /** There is no such thing, or the caller may not know of it: deliberately the same. */
    NOT_FOUND("Not found", 404),
    METHOD_NOT_ALLOWED("Not allowed on this resource", 405),
    NOT_ACCEPTABLE("None of the accepted media types is offered", 406),
    /** The same reference was accepted with other content. */
    CONFLICTING_CONTENT("Other content was accepted under this reference", 409),
    /** The event is in a state that does not allow it, such as a revision of a withdrawn event. */
    WRONG_STATE("The state does not allow it", 409),
    PRECONDITION_FAILED("It has changed since it was read", 412),
    PAYLOAD_TOO_LARGE("The body is too large", 413),
    UNSUPPORTED_MEDIA_TYPE("The media type is not supported", 415),
    /** Readable, but against the schema or a rule; nothing was stored, and {@code faults} names everything wrong. */
    INVALID_EVENT("The event breaks the schema or a rule", 422),
    /** Classified above what this installation is accredited for; nothing was stored. */
    ABOVE_ACCREDITATION("Classified above the accreditation of this installation", 422),
    PRECONDITION_REQUIRED("If-Match is needed", 428),
    TOO_MANY_REQUESTS("Too many requests", 429),
    INTERNAL("Something went wrong on our side", 500),
    /** Try again later; nothing was done. */
    UNAVAILABLE("Not available at the moment", 503);

    /** Under this base every problem type has its URI. */
    public static final String BASE = "https://khidi.ge/problems/";

    private final String title;
    private final int status;

    ProblemType(String title, int status) {
        this.title = title;
        this.status = status;
    }

    public String title() {
        return title;
    }

    /** The HTTP status it comes with. */
    public int status() {
        return status;
    }

    public URI uri() {
        return URI.create(BASE + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
