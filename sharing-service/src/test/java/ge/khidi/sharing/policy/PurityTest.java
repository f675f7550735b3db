package ge.khidi.sharing.policy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import ge.khidi.sharing.feed.Cause;
import ge.khidi.sharing.feed.Cursor;
import ge.khidi.sharing.feed.Filter;
import ge.khidi.sharing.feed.Permission;
import ge.khidi.sharing.feed.Reach;
import ge.khidi.sharing.feed.RowKind;
import ge.khidi.sharing.feed.Standing;
import ge.khidi.sharing.hit.HitPlan;
import ge.khidi.sharing.hold.HeldItem;
import ge.khidi.sharing.hold.Scope;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** The packages that decide, redact and put into other words know nothing but the event, the rules and each other. */
final class PurityTest {

    private static final JavaClasses PURE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ge.khidi.sharing.policy", "ge.khidi.sharing.disclosure", "ge.khidi.sharing.stix");

    /** The cores of stations that also have an edge or a store. */
    private static final JavaClasses CORES = new ClassFileImporter()
            .importClasses(
                    Reach.class,
                    Standing.class,
                    RowKind.class,
                    Permission.class,
                    Cause.class,
                    Cursor.class,
                    Filter.class,
                    Filter.Word.class,
                    HitPlan.class,
                    HitPlan.Link.class,
                    HitPlan.Step.class,
                    HeldItem.class,
                    Scope.class);

    @Test
    void theCoresOfOtherStationsKnowNoneOfItEither() {
        knowNoFramework().check(CORES);
        askNoClock().check(CORES);
    }

    @Test
    void howFarAStreamIsKnowsNoneOfItEither() {
        JavaClasses streams = new ClassFileImporter()
                .importPackages("ge.khidi.sharing.stream")
                .that(simpleName("Progress").or(simpleName("Ending")).or(simpleName("ServerSentEvents")));
        assertThat(streams).hasSize(3);
        knowNoFramework().check(streams);
        askNoClock().check(streams);
    }

    @Test
    void whatIsWrittenIsPutIntoWordsWithoutAnyOfItEither() {
        JavaClasses wording = new ClassFileImporter()
                .importPackages("ge.khidi.sharing.writing")
                .that(simpleName("Wording")
                        .or(simpleName("Acceptance"))
                        .or(simpleName("IndicatorPattern"))
                        .or(simpleName("Envelope"))
                        .or(simpleName("Head")));
        assertThat(wording).hasSize(5);
        knowNoFramework().check(wording);
        askNoClock().check(wording);
    }

    @Test
    void theyKnowNoFrameworkAndNoBroker() {
        knowNoFramework().check(PURE);
    }

    private static ArchRule knowNoFramework() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.vertx..",
                        "jakarta..",
                        "org.hibernate..",
                        "org.apache.kafka..",
                        "io.opentelemetry..",
                        "io.micrometer..",
                        "org.jboss..",
                        "java.sql..",
                        "java.net..");
    }

    @Test
    void theyAskNoClock() {
        askNoClock().check(PURE);
    }

    private static ArchRule askNoClock() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis");
    }

    @Test
    void onlyThePolicyPackageKnowsTheEngine() {
        noClasses()
                .that()
                .resideInAPackage("ge.khidi.sharing.disclosure")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.cedarpolicy..")
                .check(PURE);
    }

    @Test
    void thePolicyPackageDoesNotKnowHowThingsAreRedacted() {
        noClasses()
                .that()
                .resideInAPackage("ge.khidi.sharing.policy")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ge.khidi.sharing.disclosure")
                .check(PURE);
    }
}
