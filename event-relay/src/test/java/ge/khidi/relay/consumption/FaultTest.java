package ge.khidi.relay.consumption;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.relay.trace.Causes;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"08006", "28P01", "3D000", "53300", "57P01", "57P03", "58030", "XX000", "42P01", "42501", "25006"
            })
    void aDatabaseThatCannotWorkIsWaitedFor(String state) {
        assertThat(Fault.of(refusal(state))).isEqualTo(Fault.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "55P03"})
    void transactionsInEachOthersWayAreTriedAgain(String state) {
        assertThat(Fault.of(refusal(state))).isEqualTo(Fault.CONTENTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "22P02", "22P05", "23505", "23514", "21000", "P0001", "42883"})
    void whatTheDatabaseRefusesIsTheRecordsFault(String state) {
        assertThat(Fault.of(refusal(state))).isEqualTo(Fault.RECORD);
    }

    @ParameterizedTest
    @MethodSource("connectionFailures")
    void aBrokenConnectionIsWaitedForHoweverItIsWrapped(Throwable failure) {
        assertThat(Fault.of(failure)).isEqualTo(Fault.UNAVAILABLE);
        assertThat(Fault.of(new IllegalStateException(new CompletionException(failure))))
                .isEqualTo(Fault.UNAVAILABLE);
    }

    static Stream<Throwable> connectionFailures() {
        return Stream.of(
                new ConnectException("refused"),
                ClosedConnectionException.INSTANCE,
                new VertxException("Connection is not active now", true),
                new io.vertx.core.impl.NoStackTraceThrowable("Transaction already completed"),
                new TimeoutException(),
                new io.smallrye.mutiny.TimeoutException(),
                new org.apache.kafka.common.errors.TimeoutException());
    }

    @Test
    void aBugIsTheRecordsFault() {
        assertThat(Fault.of(new NullPointerException())).isEqualTo(Fault.RECORD);
        assertThat(Fault.of(new StackOverflowError())).isEqualTo(Fault.RECORD);
        assertThat(Fault.of(new OutOfMemoryError())).isEqualTo(Fault.UNAVAILABLE);
    }

    @Test
    void aFailureIsDescribedWithoutItsMessage() {
        Throwable failure = new CompletionException(new ConstraintViolationException(
                "quotes 01001012345", new SQLException("quotes 01001012345", "23514"), "a_constraint"));

        assertThat(Causes.describe(failure))
                .isEqualTo(
                        "org.hibernate.exception.ConstraintViolationException < java.sql.SQLException SQLSTATE 23514");
    }

    private static Throwable refusal(String state) {
        return new CompletionException(new PgException("quotes a value", "ERROR", state, "and another"));
    }
}
