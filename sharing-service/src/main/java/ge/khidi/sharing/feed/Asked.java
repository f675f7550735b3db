package ge.khidi.sharing.feed;

import ge.khidi.contract.problem.Problem;
import ge.khidi.contract.problem.ProblemType;
import ge.khidi.relay.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What a request for a page of a feed says, whatever the format of the answer. */
public final class Asked {

    @Parameter(description = "The cursor of the last item you have, or next of the last page")
    @RestQuery
    @Nullable
    String after;

    @Parameter(description = "Most items, 1 to 1000; 100 unless given")
    @RestQuery
    @Nullable
    String limit;

    @Parameter(description = "BORDER, CRIME, ANALYSIS; several with commas between, as in every filter")
    @RestQuery
    @Nullable
    List<String> domain;

    @Parameter(description = "Types of events, as in the contract")
    @RestQuery
    @Nullable
    List<String> type;

    @Parameter(description = "Crime areas of Regulation (EU) 2016/794 Annex I")
    @RestQuery
    @Nullable
    List<String> crimeArea;

    @Parameter(description = "National codes of border sections or crossing points")
    @RestQuery
    @Nullable
    List<String> section;

    @Parameter(description = "true: products of analysis only; false: none of them")
    @RestQuery
    @Nullable
    List<String> product;

    @Parameter(description = "Happened at that time or later, UTC")
    @RestQuery
    @Nullable
    List<String> from;

    @Parameter(description = "Happened before that time, UTC")
    @RestQuery
    @Nullable
    List<String> to;

    @Parameter(description = "For persons: one of the purposes of the contract")
    @RestHeader("Khidi-Purpose")
    @Nullable
    String purpose;

    @Parameter(description = "For persons: the case it is for")
    @RestHeader("Khidi-Case")
    @Nullable
    String caseReference;

    /** What is wanted; refuses (400) with every fault. */
    Filter filter() {
        Map<String, List<String>> query = new LinkedHashMap<>();
        add(query, Filter.Word.DOMAIN.parameter(), domain);
        add(query, Filter.Word.TYPE.parameter(), type);
        add(query, Filter.Word.CRIME_AREA.parameter(), crimeArea);
        add(query, Filter.Word.SECTION.parameter(), section);
        add(query, Filter.Word.PRODUCT.parameter(), product);
        add(query, "from", from);
        add(query, "to", to);
        return Filter.parse(query).fold(filter -> filter, faults -> {
            throw new ProblemException(Problem.of(ProblemType.INVALID_REQUEST, faults));
        });
    }

    private static void add(Map<String, List<String>> query, String parameter, @Nullable List<String> values) {
        if (values != null && !values.isEmpty()) {
            query.put(parameter, values);
        }
    }
}
