package ge.khidi.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;

/** The contract is plain Java, and its answers depend on nothing but what it is asked. */
@AnalyzeClasses(packages = "ge.khidi.contract", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule itNeedsNothingButTheJdkJacksonAndItsThreeLibraries = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "ge.khidi.contract..",
                    "com.fasterxml.jackson.annotation..",
                    "com.fasterxml.jackson.core..",
                    "com.fasterxml.jackson.databind..",
                    "com.networknt.schema..",
                    "org.erdtman.jcs..",
                    "org.apache.commons.validator.routines..",
                    "com.google.i18n.phonenumbers..",
                    "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule theValuesKnowNothingOfTheLibraries = noClasses()
            .that()
            .resideOutsideOfPackages("ge.khidi.contract.codec..", "ge.khidi.contract.rules..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.networknt..", "org.erdtman..", "org.apache..");

    /** It is optional: a partner that only reads events does not have it. */
    @ArchTest
    static final ArchRule onlyWhoComparesTelephoneNumbersNeedsLibphonenumber = noClasses()
            .that()
            .resideOutsideOfPackage("ge.khidi.contract.sameness..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.i18n..");

    @ArchTest
    static final ArchRule nobodyLooksAtAClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
}
