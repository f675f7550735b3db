package ge.khidi.sharing.subject;

import static org.assertj.core.api.Assertions.assertThat;

import ge.khidi.sharing.policy.Partner;
import ge.khidi.sharing.policy.Partners;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecipientCategoryTest {

    @Test
    void whatIsOfTheUnionIsOneCategoryAndEveryKindHasOne() {
        assertThat(Stream.of(Partner.Kind.EUROPOL, Partner.Kind.EU_MEMBER_STATE, Partner.Kind.EU_AGENCY)
                        .map(RecipientCategory::of)
                        .distinct())
                .containsExactly(RecipientCategory.EUROPEAN_UNION);
        assertThat(Stream.of(Partner.Kind.values()).map(RecipientCategory::of).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(RecipientCategory.class));
    }

    @Test
    void nobodyIsKeptAsNobody() {
        for (Set<RecipientCategory> some :
                List.of(Set.<RecipientCategory>of(), EnumSet.allOf(RecipientCategory.class))) {
            assertThat(RecipientCategory.parse(RecipientCategory.print(some))).isEqualTo(some);
        }
    }

    @Test
    void noCategoryNamesAnAgencyOrACountry() {
        for (Partner partner : Partners.demonstration().list()) {
            for (RecipientCategory category : RecipientCategory.values()) {
                assertThat(category.in("en") + category.in("ka") + category.name())
                        .doesNotContain(partner.id().value(), partner.title(), partner.titleKa());
            }
        }
    }
}
