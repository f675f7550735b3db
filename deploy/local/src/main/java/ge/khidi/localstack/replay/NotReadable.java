package ge.khidi.localstack.replay;

import org.jspecify.annotations.Nullable;

/** A value that is not what the mapping says it is; caught where the field is known. */
final class NotReadable extends Exception {

    final String code;

    NotReadable(String code, @Nullable Throwable cause) {
        super(code, cause);
        this.code = code;
    }
}
