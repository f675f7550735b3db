package ge.khidi.localstack.test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import ge.khidi.localstack.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A text that stands nowhere else, to be looked for wherever it may not be. */
public record Canary(String text) {

    private static final String COLUMNS = """
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = 'public' ORDER BY table_name, column_name
            """;

    /** As it is, as escaped JSON, in hexadecimal digits, and in Base64 at each of the three places it can begin at. */
    public List<String> forms() {
        String escaped = text.chars()
                .mapToObj(letter -> letter < 128 ? String.valueOf((char) letter) : String.format("\\u%04x", letter))
                .collect(Collectors.joining());
        Stream<String> base64 = IntStream.range(0, 3).mapToObj(shift -> {
            String encoded = Base64.getEncoder().encodeToString(("xxx".substring(0, shift) + text).getBytes(UTF_8));
            return encoded.substring(4, encoded.length() - 4);
        });
        return Stream.concat(Stream.of(text, escaped, HexFormat.of().formatHex(text.getBytes(UTF_8))), base64)
                .toList();
    }

    public boolean standsIn(String where) {
        return forms().stream().anyMatch(where::contains);
    }

    /**
     * The files below a directory that have it in any form, but for those below {@code except}. Files and folders that are deleted meanwhile
     * have not; one that cannot be read is a failure.
     */
    public List<Path> filesWithIt(Path directory, Set<Path> except, Predicate<Path> wanted) {
        List<String> forms = forms().stream()
                .map(form -> new String(form.getBytes(UTF_8), ISO_8859_1))
                .toList();
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return except.contains(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()
                            && wanted.test(file)
                            && forms.stream().anyMatch(bytes(file)::contains)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static String bytes(Path file) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1);
        } catch (NoSuchFileException deletedMeanwhile) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code table.column} of every column that has it in any form, but for these tables. */
    public List<String> columnsWithIt(Database database, Set<String> exceptTables) {
        try (Connection connection = database.connect()) {
            List<String> found = new ArrayList<>();
            for (String[] column : columns(connection)) {
                if (!exceptTables.contains(column[0]) && standsIn(connection, column)) {
                    found.add(column[0] + "." + column[1]);
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String[]> columns(Connection connection) throws SQLException {
        List<String[]> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                columns.add(new String[] {rows.getString(1), rows.getString(2)});
            }
        }
        return columns;
    }

    private boolean standsIn(Connection connection, String[] column) throws SQLException {
        String query = "SELECT EXISTS (SELECT 1 FROM \"" + column[0] + "\" AS looked, unnest(?) AS canary(form)"
                + " WHERE position(canary.form IN CAST(looked.\"" + column[1] + "\" AS text)) > 0)";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(1, connection.createArrayOf("text", forms().toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
