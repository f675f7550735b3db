package ge.khidi.sharing.oversight;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.relay.audit.AuditDesk;
import ge.khidi.relay.caller.Role;
import ge.khidi.sharing.csv.Csv;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/reports/council} and {@code council.csv}: what oversight and the Interagency Council are told, as numbers only. Whoever reads it needs no feed and
 * sees no item; the reading is logged.
 */
@Path("/v1/reports")
@Singleton
@RolesAllowed({Role.Name.COUNCIL_READER, Role.Name.AUDITOR, Role.Name.DATA_PROTECTION_OFFICER})
@Tag(name = "Oversight")
public class CouncilResource {

    static final String READ = "report.read";

    private final Figures figures;
    private final AuditDesk desk;
    private final Clock clock;

    CouncilResource(Figures figures, AuditDesk desk, Clock clock) {
        this.figures = figures;
        this.desk = desk;
        this.clock = clock;
    }

    @GET
    @Path("council")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The report of a period; numbers that are withheld are null")
    public Uni<Response> json(
            @Parameter(description = "The first day of a month; the last whole quarter unless given")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(description = "The first day of the month after the period") @QueryParam("until") @Nullable
                    String until) {
        Period period = Period.parse(from, until, today());
        return sheets(period)
                .map(sheets -> Response.ok(json(period, sheets).toString()).build());
    }

    @GET
    @Path("council.csv")
    @Produces(Csv.TYPE)
    @Operation(summary = "The report for a spreadsheet; numbers that are withheld are *")
    public Uni<Response> csv(@QueryParam("from") @Nullable String from, @QueryParam("until") @Nullable String until) {
        Period period = Period.parse(from, until, today());
        return sheets(period)
                .map(sheets -> Response.ok(Sheet.csv(sheets), Csv.TYPE)
                        .header(
                                "Content-Disposition",
                                "attachment; filename=\"khidi-" + period.from() + "-" + period.until() + ".csv\"")
                        .build());
    }

    private Uni<List<Sheet>> sheets(Period period) {
        return desk.logged(desk.look(READ)).chain(() -> figures.of(period));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static ObjectNode json(Period period, List<Sheet> sheets) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("from", period.from().toString())
                .put("until", period.until().toString());
        ArrayNode tables = json.putArray("tables");
        sheets.forEach(sheet -> tables.add(sheet.json()));
        return json;
    }
}
