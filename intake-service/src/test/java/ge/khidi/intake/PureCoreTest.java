package ge.khidi.intake;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** What the decision may know, and who may know whom. */
@AnalyzeClasses(packages = "ge.khidi.intake", importOptions = ImportOption.DoNotIncludeTests.class)
class PureCoreTest {

    @ArchTest
    static final ArchRule THE_DECISION_KNOWS_ONLY_THE_CONTRACT = classes()
            .that()
            .resideInAPackage("ge.khidi.intake.submission")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "ge.khidi.intake.submission",
                    "ge.khidi.contract..",
                    "com.fasterxml.jackson..",
                    "org.jspecify..",
                    "java..");

    @ArchTest
    static final ArchRule THE_DECISION_READS_NO_CLOCK = noClasses()
            .that()
            .resideInAPackage("ge.khidi.intake.submission")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class)
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule THE_RECORD_KNOWS_NO_REQUEST = noClasses()
            .that()
            .resideInAPackage("ge.khidi.intake.register")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "ge.khidi.intake.reception",
                    "ge.khidi.intake.batch",
                    "ge.khidi.intake.consultation",
                    "ge.khidi.intake.republish",
                    "jakarta.ws.rs..",
                    "io.vertx.ext.web..");
}
