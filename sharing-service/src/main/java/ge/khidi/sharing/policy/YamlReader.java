package ge.khidi.sharing.policy;

import ge.khidi.contract.CommonEra;
import java.io.StringReader;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads YAML a person wrote, strictly, and gathers every fault with its line and column: unknown and repeated keys, missing ones,
 * values of the wrong form. Nothing of the text becomes a Java object by itself; only plain scalars are read, all as text.
 *
 * <p>A fault makes a value absent and reading goes on, so that one reading finds them all.
 */
public final class YamlReader {

    private final String file;
    private final List<SourceFault> faults = new ArrayList<>();
    private final IdentityHashMap<Node, String> pointers = new IdentityHashMap<>();

    public YamlReader(String file) {
        this.file = file;
    }

    public List<SourceFault> faults() {
        return List.copyOf(faults);
    }

    /** The document as a mapping, if it is one. */
    public Optional<Mapping> read(String yaml) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        strict.setMaxAliasesForCollections(0);
        try {
            Node root = new Yaml(strict).compose(new StringReader(yaml));
            if (root == null) {
                faults.add(new SourceFault(file, 1, 1, "empty"));
                return Optional.empty();
            }
            locate(root, "");
            return mapping(root);
        } catch (MarkedYAMLException broken) {
            Mark mark = broken.getProblemMark();
            faults.add(new SourceFault(
                    file,
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "not YAML: " + broken.getProblem()));
            return Optional.empty();
        } catch (YAMLException broken) {
            faults.add(new SourceFault(file, 1, 1, "not YAML"));
            return Optional.empty();
        }
    }

    private void fault(Node at, String message) {
        fault(at, pointers.getOrDefault(at, ""), message);
    }

    private void fault(Node at, String pointer, String message) {
        faults.add(new SourceFault(
                file, at.getStartMark().getLine() + 1, at.getStartMark().getColumn() + 1, message, pointer));
    }

    /** Writes down the JSON pointer of every node, a key having that of its value. */
    private void locate(Node node, String pointer) {
        pointers.put(node, pointer);
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                pointers.put(tuple.getKeyNode(), below(pointer, key));
                locate(tuple.getValueNode(), below(pointer, key));
            }
        } else if (node instanceof SequenceNode sequence) {
            for (int place = 0; place < sequence.getValue().size(); place++) {
                locate(sequence.getValue().get(place), below(pointer, Integer.toString(place)));
            }
        }
    }

    private static String below(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    private Optional<Mapping> mapping(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            fault(node, "a mapping is expected here");
            return Optional.empty();
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                if (entries.put(key.getValue(), new Entry(key, tuple.getValueNode())) != null) {
                    fault(key, "'" + key.getValue() + "' stands here twice");
                }
            } else {
                fault(tuple.getKeyNode(), "a key is plain text");
            }
        }
        return Optional.of(new Mapping(node, entries));
    }

    private record Entry(Node key, Node value) {}

    /** One mapping of the document. */
    public final class Mapping {

        private final Node node;
        private final Map<String, Entry> entries;

        private Mapping(Node node, Map<String, Entry> entries) {
            this.node = node;
            this.entries = entries;
        }

        /** Every other key is a fault. */
        public Mapping allow(Set<String> keys) {
            entries.forEach((key, entry) -> {
                if (!keys.contains(key)) {
                    YamlReader.this.fault(entry.key(), "'" + key + "' is not known here");
                }
            });
            return this;
        }

        public Set<String> keys() {
            return entries.keySet();
        }

        public void fault(String message) {
            YamlReader.this.fault(node, message);
        }

        /** A fault at the value of a key that is present, else at the mapping, where the key belongs. */
        public void fault(String key, String message) {
            Entry entry = entries.get(key);
            YamlReader.this.fault(
                    entry == null ? node : entry.value(), below(pointers.getOrDefault(node, ""), key), message);
        }

        public boolean has(String key) {
            return entries.containsKey(key);
        }

        public Optional<Mapping> child(String key) {
            return required(key).flatMap(entry -> mapping(entry.value()));
        }

        public List<Mapping> children(String key) {
            return required(key)
                    .map(entry -> sequence(entry.value()).stream()
                            .flatMap(item -> mapping(item).stream())
                            .toList())
                    .orElse(List.of());
        }

        /** A required text. */
        public Optional<String> text(String key) {
            return required(key).flatMap(entry -> scalar(entry.value()));
        }

        /** A required value of some form; what is not of that form is a fault that says {@code expected}. */
        public <T> Optional<T> value(String key, String expected, Function<String, Optional<T>> parse) {
            Optional<String> text = text(key);
            Optional<T> value = text.flatMap(parse);
            if (text.isPresent() && value.isEmpty()) {
                fault(key, expected + " is expected here");
            }
            return value;
        }

        public <E extends Enum<E>> Optional<E> word(String key, Class<E> type) {
            return value(key, "one of " + constants(type), text -> constant(type, text));
        }

        public Optional<LocalDate> day(String key) {
            return value(key, "a day (yyyy-MM-dd)", text -> {
                try {
                    return Optional.of(CommonEra.day(text));
                } catch (DateTimeParseException notADay) {
                    return Optional.empty();
                }
            });
        }

        /** A required list of texts of some form. */
        public <T> List<T> values(String key, String expected, Function<String, Optional<T>> parse) {
            List<T> values = new ArrayList<>();
            required(key).ifPresent(entry -> {
                for (Node item : sequence(entry.value())) {
                    scalar(item)
                            .ifPresent(text -> parse.apply(text)
                                    .ifPresentOrElse(
                                            values::add,
                                            () -> YamlReader.this.fault(item, expected + " is expected here")));
                }
            });
            return values;
        }

        public <E extends Enum<E>> List<E> words(String key, Class<E> type) {
            return values(key, "one of " + constants(type), text -> constant(type, text));
        }

        private Optional<Entry> required(String key) {
            Entry entry = entries.get(key);
            if (entry == null) {
                fault(key, "'" + key + "' is missing");
            }
            return Optional.ofNullable(entry);
        }

        private List<Node> sequence(Node value) {
            if (value instanceof SequenceNode sequence) {
                return sequence.getValue();
            }
            YamlReader.this.fault(value, "a list is expected here");
            return List.of();
        }

        private Optional<String> scalar(Node value) {
            if (value instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
                return Optional.of(scalar.getValue());
            }
            YamlReader.this.fault(value, "text is expected here");
            return Optional.empty();
        }
    }

    private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    private static <E extends Enum<E>> String constants(Class<E> type) {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            names.add(constant.name());
        }
        return String.join(", ", names);
    }
}
