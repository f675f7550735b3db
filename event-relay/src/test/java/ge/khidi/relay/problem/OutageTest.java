package ge.khidi.relay.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "57P03", "53300", "40P01", "25006"})
    void whatMendsItselfIsAnOutage(String state) {
        assertThat(Outage.isBehind(new IllegalStateException(postgres(state)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22P05", "42601"})
    void whatWouldFailAgainIsNot(String state) {
        assertThat(Outage.isBehind(postgres(state))).isFalse();
    }

    @Test
    void aConnectionThatIsNotThereIsAnOutage() {
        assertThat(Outage.isBehind(new RuntimeException(new ConnectException())))
                .isTrue();
        assertThat(Outage.isBehind(new VertxException("closed"))).isTrue();
        assertThat(Outage.isBehind(new IllegalArgumentException())).isFalse();
    }

    @Test
    void anOutageThatCameWithAnotherFailureIsOneToo() {
        Throwable failure = new IllegalStateException("the transaction is over");
        failure.addSuppressed(new IllegalStateException(new ConnectException()));

        assertThat(Outage.isBehind(failure)).isTrue();
    }

    @Test
    void aDescriptionSaysWhatHappenedAndNotToWhom() {
        Throwable failure = new IllegalStateException("ნინო ბერიძე", postgres("23505"));

        assertThat(Outage.describe(failure))
                .isEqualTo("java.lang.IllegalStateException < io.vertx.pgclient.PgException SQLSTATE 23505");
        assertThat(Wordless.of(failure))
                .hasMessage("java.lang.IllegalStateException")
                .hasStackTraceContaining("OutageTest")
                .hasStackTraceContaining("Wordless: io.vertx.pgclient.PgException");
        assertThat(stack(Wordless.of(failure))).doesNotContain("ბერიძე");
    }

    private static String stack(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    private static PgException postgres(String state) {
        return new PgException("duplicate key: ნინო ბერიძე", "ERROR", state, "Key (reference)=(ნინო ბერიძე)");
    }
}
