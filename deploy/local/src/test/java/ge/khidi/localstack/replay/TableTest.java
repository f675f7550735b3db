package ge.khidi.localstack.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {

    private final Path folder;

    TableTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void quotedCommasQuotesAndLineEndsBelongToTheValue() throws IOException {
        Path file = file("\uFEFFname, place\r\n\"a \"\"b\"\", c\",\"one\ntwo\"\r\nგიორგი,\n");

        List<Table.Line> records = records(file);

        assertThat(records).hasSize(2).noneMatch(Table.Line::misshapen);
        assertThat(value(records.get(0), "name")).contains("a \"b\", c");
        assertThat(value(records.get(0), "place")).contains("one\ntwo");
        assertThat(value(records.get(1), "name")).contains("გიორგი");
        assertThat(value(records.get(1), "place")).isEmpty();
    }

    @Test
    void aGzippedFileIsReadWhateverItsName() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("a\n1\n2\n".getBytes(StandardCharsets.UTF_8));
        }

        Path file = Files.write(folder.resolve("table.csv"), packed.toByteArray());

        assertThat(records(file)).extracting(Table.Line::number).containsExactly(1L, 2L);
    }

    @Test
    void aRowWithTooFewOrTooManyFieldsIsCountedAndNotGuessed() throws IOException {
        List<Table.Line> records = records(file("a,b\n1,2\n3\n4,5,6\n7,8\n"));

        assertThat(records).extracting(Table.Line::misshapen).containsExactly(false, true, true, false);
        assertThat(records).extracting(Table.Line::number).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aFileThatBreaksOffIsAFaultAndNotAnEnd() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("a\n1\n2\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        }
        byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() - 12);
        Path file = Files.write(folder.resolve("broken.csv.gz"), half);

        assertThatThrownBy(() -> records(file)).isInstanceOf(ReplayFault.class);
    }

    @Test
    void bytesThatAreNotUtf8AreAFaultAndNotReplaced() throws IOException {
        Path file = Files.write(folder.resolve("latin1.csv"), "a\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> records(file))
                .isInstanceOf(ReplayFault.class)
                .message()
                .doesNotContain("caf");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), text);
    }

    private static Optional<String> value(Table.Line row, String column) {
        return row.row().orElseThrow().value(column);
    }

    private static List<Table.Line> records(Path file) {
        try (Table table = Table.open(file)) {
            List<Table.Line> records = new ArrayList<>();
            for (Optional<Table.Line> next = table.next(); next.isPresent(); next = table.next()) {
                records.add(next.get());
            }
            return records;
        }
    }
}
