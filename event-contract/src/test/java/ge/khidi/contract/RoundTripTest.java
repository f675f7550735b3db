package ge.khidi.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.codec.EventCodec;
import ge.khidi.contract.codec.SubmissionCodec;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Submission;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

    private static final int SEEDS = Integer.getInteger("khidi.laws.seeds", 40);

    @ParameterizedTest
    @EnumSource(EventType.class)
    void whatIsPrintedIsReadAsTheSameEvent(EventType type) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Event event = new RandomEvents(seed).event(type);

            byte[] printed = EventCodec.print(event);

            assertThat(EventCodec.parse(printed).faults()).as("seed %d", seed).isEmpty();
            assertThat(EventCodec.parse(printed).toOptional())
                    .as("seed %d", seed)
                    .contains(event);
            assertThat(EventCodec.print(EventCodec.parse(printed).toOptional().orElseThrow()))
                    .as("seed %d", seed)
                    .isEqualTo(printed);
        }
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void fieldsOfALaterVersionSurvive(EventType type) {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomEvents random = new RandomEvents(seed);
            Event event = random.withUnknown(random.event(type));

            byte[] printed = EventCodec.print(event);

            assertThat(EventCodec.parse(printed).toOptional())
                    .as("seed %d", seed)
                    .contains(event);
        }
    }

    static Stream<EventType> submittable() {
        return RandomEvents.SUBMITTABLE.stream();
    }

    @ParameterizedTest
    @MethodSource("submittable")
    void whatIsSubmittedIsReadAsItWasWritten(EventType type) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Submission submission = new RandomEvents(seed).submission(type);

            byte[] printed = SubmissionCodec.print(submission);

            assertThat(SubmissionCodec.parse(printed, RandomEvents.NOW).faults())
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(SubmissionCodec.parse(printed, RandomEvents.NOW).toOptional())
                    .as("seed %d", seed)
                    .contains(submission);
        }
    }
}
