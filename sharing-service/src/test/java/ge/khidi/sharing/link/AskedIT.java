package ge.khidi.sharing.link;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.event.Event;
import ge.khidi.sharing.Bus;
import ge.khidi.sharing.Events;
import ge.khidi.sharing.FeedClient;
import ge.khidi.sharing.HitClient;
import ge.khidi.sharing.activation.Officers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Under the baseline with one more policy: Border Police learn that there is a link, and no more. */
@QuarkusTest
class AskedIT {

    private static final String HIT = """
            @id("hits-on-links-to-border-police")
            @title("Border Police learn that there is a link")
            @legal_basis("None: for a test")
            @outcome("hit-only")
            permit (principal == Partner::"BORDER-POLICE", action == Action::"receive", resource)
            when { resource.type == EventType::"LINK" };
            """;

    private final Bus bus = new Bus();
    private final HitClient border = new HitClient("BORDER-POLICE");
    private final HitClient criminal = new HitClient("CRIMINAL-POLICE");

    @BeforeEach
    void hitsOnly() {
        Officers.activate(Officers.baselineAnd("zz-hits.cedar", HIT));
    }

    @AfterEach
    void close() {
        Officers.restore();
        bus.close();
    }

    @Test
    void whoAsksIsToldWhomToAskAndTheOwnersLearnOfIt() {
        Events seen = Events.movement();
        Events reported = Events.trafficking();
        Event link = Events.link(seen.event(), reported.event());
        bus.publish(seen, reported);
        bus.publish(List.of(link), Optional.empty());
        new FeedClient("IAD").of(link.id(), 1);
        FeedClient bordersFeed = new FeedClient("BORDER-POLICE");
        bordersFeed.of(seen.id(), 1);

        Response asked = border.get("/v1/links?event=" + seen.id());
        border.get("/v1/links?event=" + seen.id()).then().statusCode(200);

        assertThat(asked.jsonPath().<String>getList("items.access")).containsExactly("HIT_ONLY");
        assertThat(asked.jsonPath().<String>getList("items.eventId"))
                .containsExactly(seen.id().toString());
        assertThat(asked.asString())
                .doesNotContain(link.id().toString())
                .doesNotContain(reported.id().toString());
        String reference = asked.jsonPath().getString("items[0].reference");
        assertThat(border.get("/v1/links/" + reference).jsonPath().<String>get("access"))
                .isEqualTo("HIT_ONLY");
        assertThat(border.get("/v1/links/" + link.id()).statusCode()).isEqualTo(404);
        assertThat(FeedClient.of(link.id(), bordersFeed.readOn())).isEmpty();
        assertThat(criminal.about(reported.id()))
                .as("once, however often it is asked")
                .extracting(HitClient.Notice::kind)
                .containsExactly("ASKED");
        assertThat(new HitClient("CRIMINAL-POLICE").page(null, 1000).asString())
                .contains("\"askedBy\":\"BORDER-POLICE\"")
                .doesNotContain(seen.id().toString())
                .doesNotContain(reference);
    }
}
