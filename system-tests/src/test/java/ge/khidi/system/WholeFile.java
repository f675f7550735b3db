package ge.khidi.system;

import ge.khidi.localstack.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A file of real records with the mapping that says them as submissions.
 *
 * @param options of a replay of its first rows, all of them at full size
 */
record WholeFile(Path file, List<String> options) {

    /** Links the file into a folder, so that the report of its replay lies beside it. */
    static WholeFile of(String mapping, String data, Path folder) throws IOException {
        Path file = folder.resolve(Path.of(data).getFileName());
        Files.createSymbolicLink(file, sharedData().resolve(data));
        return new WholeFile(
                file,
                List.of(
                        "--mapping",
                        Home.find()
                                .directory()
                                .resolve("mappings")
                                .resolve(mapping)
                                .toString(),
                        "--limit",
                        System.getProperty("khidi.real.rows", "1000")));
    }

    String replay(RunningPlatform running) {
        return Replays.run(running, file, options.toArray(String[]::new));
    }

    private static Path sharedData() {
        return Path.of(Objects.requireNonNull(System.getProperty("shared.data"), "run with -Pshared-data"));
    }
}
