package ge.khidi.analysis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;

/** The deciding packages know no Kafka, no Quarkus and no clock; dependencies point one way. */
@AnalyzeClasses(packages = "ge.khidi.analysis", importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {

    private static final String[] PURE = {"..analysis.selector..", "..analysis.handling..", "..analysis.linking.."};

    @ArchTest
    static final ArchRule theDecidingPackagesKnowOnlyTheContractAndPlainJava = classes()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "ge.khidi.analysis.selector..",
                    "ge.khidi.analysis.handling..",
                    "ge.khidi.analysis.linking..",
                    "ge.khidi.contract..",
                    "com.google.i18n.phonenumbers..",
                    "com.fasterxml.jackson.annotation..",
                    "org.jspecify.annotations..",
                    "java..",
                    "javax.crypto..");

    @ArchTest
    static final ArchRule noClockIsRead = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule selectorsAndHandlingDoNotKnowLinking = noClasses()
            .that()
            .resideInAnyPackage("..analysis.selector..", "..analysis.handling..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..analysis.linking..", "..analysis.topology..");
}
