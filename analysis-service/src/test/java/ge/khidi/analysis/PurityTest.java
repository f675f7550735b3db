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

    private static final String[] PURE = {
        "..analysis.selector..",
        "..analysis.handling..",
        "..analysis.product..",
        "..analysis.linking..",
        "..analysis.indicator.."
    };

    @ArchTest
    static final ArchRule theDecidingPackagesKnowOnlyTheContractAndPlainJava = classes()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "ge.khidi.analysis.selector..",
                    "ge.khidi.analysis.handling..",
                    "ge.khidi.analysis.product..",
                    "ge.khidi.analysis.linking..",
                    "ge.khidi.analysis.indicator..",
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
    static final ArchRule whatBothUseKnowsNeither = noClasses()
            .that()
            .resideInAnyPackage("..analysis.selector..", "..analysis.handling..", "..analysis.product..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..analysis.linking..", "..analysis.indicator..", "..analysis.topology..");

    @ArchTest
    static final ArchRule linkingAndCountingDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("..analysis.indicator..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..analysis.linking..")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("..analysis.selector..");
}
