package ge.khidi.intake.reception;

import ge.khidi.contract.problem.Problem;
import ge.khidi.intake.submission.Outcome;
import ge.khidi.intake.submission.Receipt;
import ge.khidi.relay.problem.Problems;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** Outcomes as answers: 201 for a new event, 200 for everything else that was or had been done, and otherwise the problem. */
enum Answers implements Outcome.Cases<Response> {
    OF;

    @Override
    public Response accepted(Outcome.Accepted outcome) {
        return receipt(outcome.created() ? Status.CREATED : Status.OK, outcome.receipt());
    }

    @Override
    public Response alreadyKnown(Outcome.AlreadyKnown outcome) {
        return receipt(Status.OK, outcome.receipt());
    }

    @Override
    public Response conflict(Outcome.Conflict outcome) {
        return problem(outcome.problem());
    }

    @Override
    public Response refused(Outcome.Refused outcome) {
        return problem(outcome.problem());
    }

    private static Response receipt(Status status, Receipt receipt) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.LOCATION, "/v1/events/" + receipt.id().eventId())
                .header(HttpHeaders.ETAG, receipt.version().tag())
                .entity(receipt.json())
                .build();
    }

    private static Response problem(Problem problem) {
        return Problems.response(problem);
    }
}
