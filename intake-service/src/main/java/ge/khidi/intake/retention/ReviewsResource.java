package ge.khidi.intake.retention;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.CommonEra;
import ge.khidi.contract.EventId;
import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.intake.reception.Authors;
import ge.khidi.relay.audit.Actor;
import ge.khidi.relay.caller.Caller;
import ge.khidi.relay.caller.CallerProvider;
import ge.khidi.relay.caller.Role;
import ge.khidi.relay.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What an agency has to decide to keep, or will lose. */
@Path("/v1/reviews")
@RolesAllowed({Role.Name.EVENT_PUBLISHER, Role.Name.ANALYST})
@Tag(name = "Events")
class ReviewsResource {

    private static final int USUAL_DAYS = 90;
    private static final int PAGE = 500;

    private final CallerProvider callers;
    private final Reviews reviews;

    ReviewsResource(CallerProvider callers, Reviews reviews) {
        this.callers = callers;
        this.reviews = reviews;
    }

    @GET
    @Operation(
            summary = "Events to be reviewed soon, the earliest first",
            description =
                    "Whoever wants to keep one says so: POST /v1/events/{id}/review. Without a decision it is erased on the day after"
                            + " reviewBy, unless it is restricted. For the originator only.")
    @APIResponse(
            responseCode = "200",
            description =
                    "{items: [{eventId, reference, type, status, reviewBy, erasedOn}], next}; next is absent on the last page")
    public Uni<Response> list(
            @QueryParam("days") @Parameter(description = "1 to 1100; 90 unless given") @Nullable String days,
            @QueryParam("after") @Parameter(description = "next of the page before") @Nullable String after) {
        Caller caller = callers.caller();
        return reviews.listSoon(Authors.of(caller), Actor.of(caller), days(days), after(after), PAGE)
                .map(found -> Response.ok(print(found).toString(), MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }

    private static ObjectNode print(List<Reviews.Review> found) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        for (Reviews.Review review : found) {
            ObjectNode item = items.addObject().put("eventId", review.id().toString());
            review.reference().ifPresent(reference -> item.put("reference", reference));
            item.put("type", review.type().name())
                    .put("status", review.status())
                    .put("reviewBy", review.reviewBy().toString());
            if (!review.status().equals("RESTRICTED")) {
                item.put("erasedOn", review.reviewBy().plusDays(1).toString());
            }
        }
        if (found.size() == PAGE) {
            Reviews.Review last = found.get(PAGE - 1);
            json.put("next", last.reviewBy() + "_" + last.id());
        }
        return json;
    }

    private static int days(@Nullable String days) {
        if (days == null) {
            return USUAL_DAYS;
        }
        if (!days.matches("[1-9][0-9]{0,3}") || Integer.parseInt(days) > 1100) {
            throw invalid("days must be 1 to 1100.");
        }
        return Integer.parseInt(days);
    }

    private static Reviews.After after(@Nullable String after) {
        if (after == null) {
            return Reviews.After.NOTHING;
        }
        String[] parts = after.split("_", 2);
        Optional<EventId> id = parts.length == 2 ? EventId.parse(parts[1]) : Optional.empty();
        try {
            return new Reviews.After(CommonEra.day(parts[0]), id.orElseThrow(ReviewsResource::noCursor));
        } catch (DateTimeException noDay) {
            throw noCursor();
        }
    }

    private static ProblemException noCursor() {
        return invalid("after must be the next of a page.");
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, detail));
    }
}
