package ge.khidi.localstack.replay;

import java.util.Optional;

/** The rows of a file, one after another; only one is held at a time. */
interface Items extends AutoCloseable {

    /** The next, or nothing at the end. */
    Optional<Item> next();

    @Override
    void close();
}
