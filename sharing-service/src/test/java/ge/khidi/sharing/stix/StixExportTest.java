package ge.khidi.sharing.stix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ge.khidi.contract.RandomEvents;
import ge.khidi.contract.event.Event;
import ge.khidi.contract.event.EventType;
import ge.khidi.sharing.feed.RowKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What becomes what: the table of docs/stix.md, by the events of the demonstration's story. */
final class StixExportTest {

    private static final Event PASSPORT = Rows.story().get(0);
    private static final Event VICTIM = Rows.story().get(2);
    private static final Event DOMAIN = Rows.story().get(3);

    private static List<StixObject> told(Event event, String profile, StixProfile stix) {
        return Rows.objects(Rows.row(event, "IAD", profile).orElseThrow(), stix);
    }

    private static List<ObjectNode> of(List<StixObject> objects, String type) {
        return objects.stream()
                .filter(object -> object.type().equals(type) && !object.standing())
                .map(Rows::body)
                .toList();
    }

    private static ObjectNode only(List<StixObject> objects, String type) {
        assertThat(of(objects, type)).hasSize(1);
        return of(objects, type).get(0);
    }

    private static List<String> texts(JsonNode array) {
        return Rows.JSON.convertValue(
                array, Rows.JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    @Test
    void anEventIsAnIncidentThatAGroupingHoldsTogetherWithAllItIsAbout() {
        List<StixObject> told = told(PASSPORT, "full", StixProfile.CORE);

        ObjectNode incident = only(told, "incident");
        assertThat(incident.path("name").asText()).isEqualTo("DOCUMENT_FRAUD " + PASSPORT.id());
        assertThat(incident.path("confidence").asInt()).isEqualTo(90);
        assertThat(texts(incident.path("labels")))
                .contains("document-fraud", "originator:PATROL-POLICE", "crime-area:immigrant-smuggling");
        assertThat(incident.path("description").asText())
                .contains(
                        "detail.fraudType: FORGED", "handling.legalBasis: Law of Georgia", "conditions.retainUntil: ");
        assertThat(incident.at("/external_references/0/external_id").asText())
                .isEqualTo(PASSPORT.id().toString());
        assertThat(texts(only(told, "grouping").path("object_refs")))
                .containsExactlyElementsOf(told.stream()
                        .filter(object -> !object.standing() && !object.type().equals("grouping"))
                        .map(StixObject::id)
                        .toList());
    }

    @Test
    void aPersonIsAnIdentityWithItsCategoryAsRole() {
        ObjectNode driver = only(told(PASSPORT, "full", StixProfile.CORE), "identity");

        assertThat(driver.path("name").asText()).isEqualTo("თამაზ ქვირკელიანი");
        assertThat(driver.path("identity_class").asText()).isEqualTo("individual");
        assertThat(texts(driver.path("roles"))).containsExactly("suspect");
        assertThat(driver.path("description").asText()).contains("birthDate: 1984-03", "names.family: Квиркелов");
    }

    @Test
    void whoseNameIsNotShownIsTakenForNobodyElse() {
        List<StixObject> told = told(VICTIM, "europol-annex-ii", StixProfile.CORE);

        assertThat(of(told, "identity"))
                .extracting(person -> person.path("name").asText())
                .contains("VICTIM girl of " + VICTIM.id());
    }

    @Test
    void whatHasNoTypeIsANoteOnWhatItIsConnectedWith() {
        List<StixObject> told = told(PASSPORT, "full", StixProfile.CORE);
        ObjectNode car = of(told, "note").stream()
                .filter(note -> note.path("abstract").asText().equals("TRANSPORT car"))
                .findFirst()
                .orElseThrow();

        assertThat(car.path("content").asText()).contains("plate: QZ-417-KR", "driver USES car (FACT)");
        assertThat(texts(car.path("object_refs")))
                .containsExactly(
                        only(told, "incident").path("id").asText(),
                        only(told, "identity").path("id").asText());
    }

    @Test
    void aConnectionIsARelationshipOfTheStandardInTheCoreAndOfItsOwnNameBeside() {
        ObjectNode core = only(told(PASSPORT, "full", StixProfile.CORE), "relationship");
        ObjectNode full = only(told(PASSPORT, "full", StixProfile.FULL), "relationship");

        assertThat(core.path("relationship_type").asText()).isEqualTo("related-to");
        assertThat(core.path("description").asText()).isEqualTo("driver USES phone (FACT)");
        assertThat(full.path("relationship_type").asText()).isEqualTo("uses");
        assertThat(core.path("target_ref").asText())
                .isEqualTo(only(told(PASSPORT, "full", StixProfile.CORE), "user-account")
                        .path("id")
                        .asText());
    }

    /** Three agencies wrote it three ways. */
    @Test
    void onePhoneIsOneObservableInAllTheEventsThatHaveIt() {
        List<ObjectNode> phones = List.of(PASSPORT, VICTIM, DOMAIN).stream()
                .map(event -> only(told(event, "full", StixProfile.CORE), "user-account"))
                .toList();

        assertThat(phones).allSatisfy(phone -> assertThat(phone).isEqualTo(phones.get(0)));
        assertThat(phones.get(0).path("user_id").asText()).isEqualTo("+995500000142");
        assertThat(of(told(VICTIM, "full", StixProfile.CORE), "note"))
                .extracting(note -> note.path("content").asText())
                .contains("value: +995 500 00 01 42");
    }

    @Test
    void anObservableCarriesTheStrictestMarkingAndAnEventItsOwn() {
        List<StixObject> told = told(DOMAIN, "full", StixProfile.CORE);

        assertThat(texts(only(told, "domain-name").path("object_marking_refs"))).contains(Marking.TLP_RED.id());
        assertThat(texts(only(told, "incident").path("object_marking_refs")))
                .containsExactly(Marking.TLP_GREEN.id(), Marking.UNCLASSIFIED.id());
    }

    @Test
    void anObservableOfACyberIncidentCanBeLookedFor() {
        List<StixObject> told = told(DOMAIN, "full", StixProfile.CORE);

        assertThat(of(told, "indicator"))
                .extracting(indicator -> indicator.path("pattern").asText())
                .containsExactly(
                        "[domain-name:value = 'visa-v-odin-den.example']",
                        "[url:value = 'https://visa-v-odin-den.example/zakaz']");
        assertThat(of(told, "relationship"))
                .allSatisfy(basis -> assertThat(basis.path("target_ref").asText())
                        .isEqualTo(only(told, "observed-data").path("id").asText()));
        assertThat(only(told, "observed-data").path("last_observed").asText()).endsWith("T11:59:59.999Z");
    }

    @Test
    void anIncidentOfWhichMoreIsKnownHasTheCoreExtensionOfOasis() {
        String core = "/extensions/extension-definition--ef765651-680c-498d-9894-99799f2fa126";

        assertThat(only(told(DOMAIN, "full", StixProfile.CORE), "incident")
                        .at(core + "/determination")
                        .asText())
                .isEqualTo("suspected");
        assertThat(only(told(VICTIM, "full", StixProfile.CORE), "incident")
                        .at(core + "/determination")
                        .asText())
                .isEqualTo("successful-attempt");
        assertThat(only(told(PASSPORT, "full", StixProfile.CORE), "incident")
                        .at(core)
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void aFullObjectHasTheFieldsOfTheRowBesideIt() {
        Shown row = Rows.row(PASSPORT, "IAD", "full").orElseThrow();
        List<StixObject> told = Rows.objects(row, StixProfile.FULL);
        String ours = "/extensions/" + Platform.EXTENSION;

        JsonNode event = Objects.requireNonNull(row.event());
        assertThat(only(told, "identity").at(ours + "/entity")).isEqualTo(event.at("/entities/0"));
        assertThat(only(told, "incident").at(ours + "/event/detail")).isEqualTo(event.path("detail"));
        assertThat(told).extracting(StixObject::id).contains(Platform.EXTENSION);
        assertThat(only(told, "relationship").at(ours + "/connection")).isEqualTo(event.at("/connections/2"));
    }

    @Test
    void aNarrativeIsANoteInItsLanguage() {
        assertThat(of(told(PASSPORT, "full", StixProfile.CORE), "note"))
                .filteredOn(note -> !note.has("abstract"))
                .extracting(note -> note.path("lang").asText())
                .containsExactly("ka", "en");
    }

    @Test
    void whatThePlatformWordsIsInEnglishAndAnIncidentHasAGeorgianNameToo() {
        List<StixObject> told = told(PASSPORT, "full", StixProfile.FULL);

        ObjectNode incident = only(told, "incident");
        assertThat(incident.path("lang").asText()).isEqualTo("en");
        ObjectNode translation = only(told, "language-content");
        assertThat(translation.path("object_ref")).isEqualTo(incident.path("id"));
        assertThat(translation.path("object_modified")).isEqualTo(incident.path("modified"));
        assertThat(translation.path("object_marking_refs")).isEqualTo(incident.path("object_marking_refs"));
        assertThat(translation.at("/contents/ka/name").asText()).isEqualTo("დოკუმენტის გაყალბება " + PASSPORT.id());
    }

    @Test
    void everyTypeOfEventHasAGeorgianName() {
        for (EventType type : EventType.values()) {
            assertThat(Words.georgian(type.name())).matches("[\\p{IsGeorgian} ]+");
        }
        assertThat(Words.georgian("EXERCISE")).matches("\\p{IsGeorgian}+");
    }

    /** An alias in other letters may be another name, so nobody says that it is the same. */
    @Test
    void aPersonsOwnNameIsSaidInEachScriptItIsIn() {
        Shown row = driver(driver -> ((ObjectNode) driver.at("/names/0")).put("use", "PRIMARY"));

        List<StixObject> told = Rows.objects(row, StixProfile.FULL);

        ObjectNode identity = only(told, "identity");
        assertThat(identity.path("name").asText()).isEqualTo("Mert Arslanbeyli");
        assertThat(of(told, "language-content"))
                .filteredOn(one -> one.path("object_ref").equals(identity.path("id")))
                .singleElement()
                .extracting(one -> one.path("contents").toString())
                .isEqualTo("{\"und-Geor\":{\"name\":\"თამაზ ქვირკელიანი\"}}");
    }

    @Test
    void specialCategoriesMarkWhatIsSaidOfThePersonAndNoMore() {
        Shown row = driver(driver -> driver.putArray("specialCategories").add("HEALTH"));

        JsonNode core = only(Rows.objects(row, StixProfile.CORE), "identity").path("granular_markings");
        JsonNode full = only(Rows.objects(row, StixProfile.FULL), "identity").path("granular_markings");

        assertThat(core).hasSize(1).isNotEqualTo(full);
        assertThat(core.at("/0/marking_ref").asText()).isEqualTo(Marking.SPECIAL_CATEGORIES.id());
        assertThat(texts(core.at("/0/selectors"))).containsExactly("description");
        assertThat(texts(full.at("/0/selectors")))
                .containsExactly("description", "extensions." + Platform.EXTENSION + ".entity");
    }

    @Test
    void whoNeedsInternationalProtectionIsMarkedWithEveryNameAndNothingElseIs() {
        Shown row = driver(driver -> {
            driver.put("internationalProtection", true);
            ((ObjectNode) driver.at("/names/0")).put("use", "PRIMARY");
        });

        List<StixObject> told = Rows.objects(row, StixProfile.FULL);

        String person = only(told, "identity").path("id").asText();
        assertThat(told)
                .filteredOn(object -> Rows.body(object)
                        .path("object_marking_refs")
                        .toString()
                        .contains(Marking.INTERNATIONAL_PROTECTION.id()))
                .extracting(Rows::body)
                .hasSize(2)
                .allMatch(body -> body.path("id").asText().equals(person)
                        || body.path("object_ref").asText().equals(person));
    }

    /** The first event's row, where something else is known of its driver. */
    private static Shown driver(Consumer<ObjectNode> more) {
        Shown row = Rows.row(PASSPORT, "IAD", "full").orElseThrow();
        ObjectNode event = Objects.requireNonNull(row.event()).deepCopy();
        more.accept((ObjectNode) event.at("/entities/0"));
        return new Shown(row.revision(), row.kind(), row.firstAdded(), row.added(), event, row.conditions());
    }

    @Test
    void whatAnalysisSaysIsAReportThatHoldsANote() {
        for (EventType type :
                List.of(EventType.LINK, EventType.LINK_NOTICE, EventType.ALERT, EventType.RISK_ASSESSMENT)) {
            Event product = Rows.open(type, 0);

            List<StixObject> told = told(product, "full", StixProfile.CORE);

            ObjectNode report = only(told, "report");
            assertThat(of(told, "incident")).isEmpty();
            assertThat(of(told, "note").get(0).path("content").asText()).startsWith("detail.");
            assertThat(texts(report.path("object_refs")))
                    .contains(of(told, "note").get(0).path("id").asText());
            assertThat(texts(report.path("report_types"))).containsExactly(Words.kebab(type.name()));
        }
    }

    @Test
    void aLaterRevisionKeepsIdsAndCreatedAndItsVersionIsWhenItWasAccepted() {
        Shown first = Rows.row(PASSPORT, "IAD", "full").orElseThrow();
        Instant accepted = PASSPORT.acceptedAt().plusSeconds(3600);
        ObjectNode event = Objects.requireNonNull(first.event()).deepCopy();
        event.put("acceptedAt", accepted.toString());
        Shown next = new Shown(
                first.revision(),
                RowKind.CORRECTION,
                first.firstAdded(),
                accepted.plusSeconds(1),
                event,
                first.conditions());

        List<StixObject> before = Rows.objects(first, StixProfile.CORE);
        List<StixObject> after = Rows.objects(next, StixProfile.CORE);

        assertThat(after)
                .extracting(StixObject::id)
                .isEqualTo(before.stream().map(StixObject::id).toList());
        assertThat(only(after, "incident").path("created"))
                .isEqualTo(only(before, "incident").path("created"));
        assertThat(only(before, "incident").path("modified").asText()).isEqualTo(Canonical.time(PASSPORT.acceptedAt()));
        assertThat(only(after, "incident").path("modified").asText()).isEqualTo(Canonical.time(accepted));
    }

    @Test
    void whereTheBodyChangedWithoutARevisionTheVersionIsWhenItDid() {
        Shown row = Rows.row(PASSPORT, "IAD", "full").orElseThrow();
        Instant changed = PASSPORT.acceptedAt().plus(Duration.ofDays(3));

        List<StixObject> told = Rows.EXPORT.objects(row, StixProfile.CORE, Rows.ids("IAD"), Optional.of(changed));

        assertThat(told)
                .filteredOn(object -> !object.shared())
                .allMatch(object -> object.version().equals(Optional.of(changed)));
    }

    @Test
    void aRowWithoutContentHasNoObjects() {
        Shown row = new Shown(PASSPORT.revisionId(), RowKind.ERASURE, RandomEvents.NOW, RandomEvents.NOW, null, null);

        assertThat(Rows.objects(row, StixProfile.CORE)).isEmpty();
    }

    @Test
    void whatObservedDataObservesWhenItIsRevokedStandsByItself() {
        StixObject observed = told(PASSPORT, "full", StixProfile.CORE).stream()
                .filter(object -> object.type().equals("observed-data"))
                .findFirst()
                .orElseThrow();

        ObjectNode revoked = Rows.body(Rows.EXPORT.revoked(observed, PASSPORT.acceptedAt()));

        assertThat(texts(revoked.path("object_refs")))
                .isEqualTo(StixExport.neededToRevoke("observed-data").stream()
                        .map(StixObject::id)
                        .toList())
                .isNotEmpty();
        assertThat(revoked.has("objects")).isFalse();
    }

    @Test
    void aRevokedObjectHasNoContentLeft() {
        Instant later = PASSPORT.acceptedAt().plusSeconds(60);
        for (StixObject object : told(PASSPORT, "full", StixProfile.FULL)) {
            if (object.shared()) {
                assertThatThrownBy(() -> Rows.EXPORT.revoked(object, later))
                        .isInstanceOf(IllegalArgumentException.class);
            } else {
                ObjectNode body = Rows.body(Rows.EXPORT.revoked(object, later));
                assertThat(body.path("revoked").asBoolean()).isTrue();
                assertThat(body.path("id").asText()).isEqualTo(object.id());
                assertThat(body.path("created")).isEqualTo(Rows.body(object).path("created"));
                assertThat(body.toString())
                        .doesNotContain(
                                "QZ-417-KR",
                                "PATROL-POLICE",
                                "995500000142",
                                PASSPORT.id().toString());
            }
        }
    }

    @Test
    void nothingItPrintsOfItselfShowsWhatItHolds() {
        Shown row = Rows.row(PASSPORT, "IAD", "full").orElseThrow();

        assertThat(row.toString() + Rows.objects(row, StixProfile.FULL) + Rows.ids("IAD"))
                .doesNotContain("QZ-417-KR", "თამაზ", "IAD");
    }
}
