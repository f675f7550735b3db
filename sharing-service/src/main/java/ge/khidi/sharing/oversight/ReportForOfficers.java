package ge.khidi.sharing.oversight;

import ge.khidi.relay.audit.AuditDesk;
import ge.khidi.relay.caller.Role;
import ge.khidi.sharing.pages.EventWords;
import ge.khidi.sharing.pages.Visit;
import ge.khidi.sharing.pages.Visits;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /pages/report}: the report of {@link CouncilResource} in words, for whoever may read it there. */
@Path("/pages/report")
@Singleton
@RolesAllowed({Role.Name.COUNCIL_READER, Role.Name.AUDITOR, Role.Name.DATA_PROTECTION_OFFICER})
@Produces(Visits.HTML)
public class ReportForOfficers {

    private final Figures figures;
    private final AuditDesk desk;
    private final Visits visits;
    private final Clock clock;

    ReportForOfficers(Figures figures, AuditDesk desk, Visits visits, Clock clock) {
        this.figures = figures;
        this.desk = desk;
        this.visits = visits;
        this.clock = clock;
    }

    /** A table in the visitor's language. */
    public record Table(String title, String of, List<String> keys, List<String> figures, List<Cells> lines) {}

    /** A line of it. */
    public record Cells(List<String> words, List<String> numbers) {}

    @CheckedTemplate(basePath = "pages")
    static final class Templates {
        static native TemplateInstance report(Visit visit, String from, String until, List<Table> tables);

        private Templates() {}
    }

    @GET
    public Uni<Response> report(
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @Context RoutingContext request) {
        Visit visit = visits.of(request);
        Period period = Period.parse(
                blankIsNothing(from), blankIsNothing(until), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        EventWords words = new EventWords(visit.language());
        return desk.logged(desk.look(CouncilResource.READ))
                .chain(() -> figures.of(period))
                .chain(sheets -> Visits.show(
                        visit,
                        Templates.report(
                                visit,
                                period.from().toString(),
                                period.until().toString(),
                                sheets.stream()
                                        .map(sheet -> table(words, sheet))
                                        .toList())));
    }

    private static @Nullable String blankIsNothing(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static Table table(EventWords words, Sheet sheet) {
        return new Table(
                words.code(sheet.name()),
                sheet.of(),
                sheet.keys().stream().map(words::field).toList(),
                sheet.figures().stream().map(words::field).toList(),
                sheet.lines().stream().map(line -> cells(words, sheet, line)).toList());
    }

    private static Cells cells(EventWords words, Sheet sheet, Sheet.Line line) {
        Stream<String> said = Stream.iterate(0, i -> i < sheet.keys().size(), i -> i + 1)
                .map(i -> word(words, sheet.keys().get(i), line.words().get(i)));
        return new Cells(
                said.toList(),
                line.numbers().stream()
                        .map(number -> number.map(String::valueOf).orElse("*"))
                        .toList());
    }

    /** Names of agencies and units are names; everything else is a code. */
    private static String word(EventWords words, String key, String text) {
        return switch (key) {
            case "agency", "unit" -> text;
            default -> words.code(text);
        };
    }
}
