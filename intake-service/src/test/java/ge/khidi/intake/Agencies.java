package ge.khidi.intake;

import ge.khidi.localstack.test.TestIssuer;
import ge.khidi.localstack.test.TokenDraft;
import jakarta.inject.Singleton;
import java.net.URI;
import org.eclipse.microprofile.config.ConfigProvider;

/** Clients of the intake under test, each with a token of its own. */
@Singleton
class Agencies {

    /** Where intake listens; known only once it does. */
    URI base() {
        return URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
    }

    Agency with(TokenDraft token) {
        return withToken(token.mint());
    }

    /** An empty token is none. */
    Agency withToken(String token) {
        return new Agency(base(), token);
    }

    Agency system(String agency) {
        return with(TestIssuer.machine(agency, "event-publisher"));
    }

    Agency analyst() {
        return with(TestIssuer.person("nino", "IAD", "analyst"));
    }
}
