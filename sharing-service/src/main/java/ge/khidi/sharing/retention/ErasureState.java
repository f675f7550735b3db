package ge.khidi.sharing.retention;

/**
 * How far an erased event is gone.
 *
 * <pre>
 *     ERASED_IN_TABLES ──nothing of it in the topics──▶ COMPACTED ──every dead letter is younger──▶ DONE
 * </pre>
 */
enum ErasureState {
    /** No row of either database has content of it any more. */
    ERASED_IN_TABLES,
    /** The topics were read from their beginning, and no record of it but the erasure is left. */
    COMPACTED,
    /** No dead letter is left from a time at which anybody could still read it. */
    DONE
}
