package ge.khidi.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory a running stack keeps its state in, locked so that no second one uses it. */
final class DataDirectory implements AutoCloseable {

    private static final String LOCK = "up.lock";

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /** A {@link StackFault} that names the other process when one runs on this directory. */
    static DataDirectory lock(Path relative) {
        Path path = relative.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            Path file = path.resolve(LOCK);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String owner = Files.readString(file).strip();
                channel.close();
                throw new StackFault("Another stack (process " + owner + ") runs on " + path
                        + ". Stop it with Ctrl-C or: kill " + owner
                        + ". To run a second one beside it: --data DIR --ports BASE");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectory(path, channel, lock);
        } catch (IOException e) {
            throw new StackFault("The data directory " + path + " cannot be used: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    /** Deletes everything but the lock. */
    void empty() {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!each.equals(path) && !each.equals(path.resolve(LOCK))) {
                    Files.delete(each);
                }
            }
        } catch (IOException e) {
            throw new StackFault("What an earlier start left in " + path + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
