package ge.khidi.sharing.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** The two packages that decide and redact know nothing but the event, the rules and each other. */
final class PurityTest {

    private static final JavaClasses PURE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ge.khidi.sharing.policy", "ge.khidi.sharing.disclosure");

    @Test
    void theyKnowNoFrameworkAndNoBroker() {
        noClasses()
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
                        "java.net..")
                .check(PURE);
    }

    @Test
    void theyAskNoClock() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(PURE);
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
