package ge.khidi.localstack.replay;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A comma-separated file in UTF-8 with a header (RFC 4180), gzipped or not, read row by row. A row with another number of fields
 * than the header is {@link Line#misshapen()}; a file that breaks off or is not UTF-8 is a {@link ReplayFault}.
 */
final class Table implements AutoCloseable {

    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();

    /** A row, or the number of a row whose fields do not fit the header. */
    record Line(long number, Optional<Row> row) {
        boolean misshapen() {
            return row.isEmpty();
        }
    }

    private final Path file;
    private final MappingIterator<String[]> lines;
    private final List<String> header;
    private long number;

    private Table(Path file, MappingIterator<String[]> lines) {
        this.file = file;
        this.lines = lines;
        this.header = header(lines);
    }

    static Table open(Path file) {
        try {
            InputStream bytes = plain(file);
            var text = new InputStreamReader(
                    bytes,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
            return new Table(file, CSV.readerFor(String[].class).readValues(text));
        } catch (IOException e) {
            throw new ReplayFault("cannot read " + file, e);
        }
    }

    /** The bytes of the file, unpacked when it is gzipped, whatever its name says. */
    static InputStream plain(Path file) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        bytes.mark(2);
        boolean gzipped = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        return gzipped ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    }

    List<String> header() {
        return header;
    }

    /** The next row, or nothing at the end. */
    Optional<Line> next() {
        try {
            if (!lines.hasNextValue()) {
                return Optional.empty();
            }
            String[] fields = lines.nextValue();
            number++;
            return Optional.of(new Line(number, row(fields)));
        } catch (IOException e) {
            throw new ReplayFault(file + " cannot be read after row " + number + " (" + kind(e) + ")");
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new ReplayFault("cannot close " + file, e);
        }
    }

    private Optional<Row> row(String[] fields) {
        if (fields.length != header.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i++) {
            values.put(header.get(i), fields[i]);
        }
        return Optional.of(new Row(number, values));
    }

    private List<String> header(MappingIterator<String[]> lines) {
        try {
            List<String> names = new ArrayList<>();
            for (String name : lines.next()) {
                names.add(name.replace("\uFEFF", "").strip());
            }
            if (new HashSet<>(names).size() < names.size()) {
                throw new ReplayFault("two columns of " + file + " have the same name");
            }
            return List.copyOf(names);
        } catch (NoSuchElementException | RuntimeJsonMappingException e) {
            throw new ReplayFault(file + " has no header", e);
        }
    }

    /** What went wrong without the parser's excerpt of the data. */
    private static String kind(IOException fault) {
        return fault.getClass().getSimpleName();
    }
}
