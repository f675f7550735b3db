package ge.khidi.sharing.pages;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.contract.entity.FieldGroup;
import ge.khidi.contract.entity.PersonCategory;
import ge.khidi.contract.event.EventType;
import ge.khidi.contract.event.Status;
import ge.khidi.contract.handling.Purpose;
import ge.khidi.sharing.feed.RowKind;
import ge.khidi.sharing.recall.Outcome;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VocabularyTest {

    static Stream<Enum<?>> whatEveryOfficerMeets() {
        return Stream.<Enum<?>[]>of(
                        Stream.of(RowKind.values())
                                .filter(kind -> kind.word().equals(kind.name()))
                                .toArray(RowKind[]::new),
                        EventType.values(),
                        Status.values(),
                        PersonCategory.values(),
                        Purpose.values(),
                        FieldGroup.values(),
                        Outcome.values())
                .flatMap(Stream::of);
    }

    @ParameterizedTest
    @MethodSource("whatEveryOfficerMeets")
    void aCodeThatEveryOfficerMeetsIsSaidInGeorgian(Enum<?> code) {
        assertThat(Vocabulary.has(Language.KA, code.name())).isTrue();
        assertThat(Vocabulary.code(Language.KA, code.name())).matches("[\\p{IsGeorgian}\\p{Punct} ]+");
    }
}
