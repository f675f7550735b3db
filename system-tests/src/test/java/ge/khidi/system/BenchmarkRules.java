package ge.khidi.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A registry and a policy set of any size: every partner gets everything, a third of them in full, the others in two redactions. */
final class BenchmarkRules {

    private static final List<String> PROFILES = List.of("full", "domestic-operational", "impersonal");
    private static final List<String> TYPES =
            List.of("REFUSAL_OF_ENTRY", "ILLEGAL_STAY", "TRAFFICKING_OF_GOODS", "CRIME_REPORT");
    private static final List<String> SOURCES = List.of("A", "B", "C", "X");

    private BenchmarkRules() {}

    /** The file of the policies. */
    static final String FILE = "entitled.cedar";

    /** What tells a sharing-service to begin with these rules. */
    static Map<String, String> settings(Path folder, int partners, int policies) throws IOException {
        Path registry = Files.writeString(folder.resolve("partners.yaml"), registry(partners));
        Path texts = Files.createDirectories(folder.resolve("policies"));
        Files.writeString(texts.resolve(FILE), policies(partners, policies));
        return Map.of(
                "KHIDI_SHARING_PARTNERS_FILE", registry.toString(), "KHIDI_SHARING_POLICIES_FOLDER", texts.toString());
    }

    static String partner(int n) {
        return String.format(Locale.ROOT, "PARTNER-%02d", n + 1);
    }

    private static String registry(int partners) {
        StringBuilder yaml = new StringBuilder("equivalence:\n  GE:\n    \"საიდუმლო\": CONFIDENTIAL\npartners:\n");
        for (int n = 0; n < partners; n++) {
            yaml.append("""
                      - id: %1$s
                        kind: DOMESTIC
                        title: %1$s
                        title-ka: %1$s
                        clearance: {scheme: GE, marking: "საიდუმლო"}
                        purposes: [LAW_ENFORCEMENT, BORDER_MANAGEMENT, STATISTICS]
                    """.formatted(partner(n)));
        }
        return yaml.toString();
    }

    /** A permit for each partner; the rest are permits of the same for one partner, type and grade, so that each is looked at and none decides. */
    static String policies(int partners, int many) {
        StringBuilder cedar = new StringBuilder();
        for (int n = 0; n < many; n++) {
            String profile = PROFILES.get(n % partners % PROFILES.size());
            String narrowed = """

                    when { resource.type == EventType::"%s" && resource.sourceGrade == SourceGrade::"%s" && resource.informationGrade <= %d }""".formatted(
                            TYPES.get(n / partners % TYPES.size()), SOURCES.get(n / 7 % SOURCES.size()), n % 4 + 1);
            cedar.append("""
                    @id("entitled-%1$d")
                    @title("Everything, for a benchmark")
                    @title_ka("Everything, for a benchmark")
                    @legal_basis("none: a benchmark")
                    @outcome("%2$s")
                    %3$s@mode("AUTOMATIC")
                    permit (principal == Partner::"%4$s", action == Action::"receive", resource)%5$s;

                    """.formatted(
                            n,
                            profile.equals("full") ? "full" : "redacted",
                            profile.equals("full") ? "" : "@profile(\"" + profile + "\")\n",
                            partner(n % partners),
                            n < partners ? "" : narrowed));
        }
        return cedar.toString();
    }
}
