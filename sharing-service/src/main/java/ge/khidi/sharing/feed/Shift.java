package ge.khidi.sharing.feed;

import java.util.Optional;

/**
 * What a change of the rules means for one partner and an event that arrived earlier: the row it gets, if any, and whether an officer must
 * be asked. An event that may not be used any more is not looked at: its recall asked no policy.
 */
record Shift(Optional<RowKind> row, boolean asksForRelease, boolean keptBack) {

    /** Whether what was received before a change, and is not offered, may be brought by it. */
    enum Late {
        COMES,
        /** The change means nothing for this partner: whatever it waits for, it goes on waiting for. */
        AS_BEFORE,
        KEPT_BACK
    }

    private static final Shift NONE = new Shift(Optional.empty(), false, false);
    private static final Shift KEPT_BACK = new Shift(Optional.empty(), false, true);

    /**
     * @param same whether what the partner's newest row brought is what it may have now
     * @param late whether it may be brought although it was received before the change
     */
    static Shift of(Permission permission, Standing standing, boolean same, Late late) {
        if (standing == Standing.BARRED) {
            return NONE;
        }
        return switch (permission) {
            case LEAVES -> standing.offered() ? again(same) : late(late, row(RowKind.NEW, false));
            case WAITS ->
                standing.offered()
                        ? row(RowKind.NO_LONGER_OFFERED, true)
                        : late(late, new Shift(Optional.empty(), true, false));
            case STAYS -> standing.offered() ? row(RowKind.NO_LONGER_OFFERED, false) : NONE;
        };
    }

    private static Shift again(boolean same) {
        return same ? NONE : row(RowKind.UPDATE, false);
    }

    private static Shift late(Late late, Shift shift) {
        return switch (late) {
            case COMES -> shift;
            case AS_BEFORE -> NONE;
            case KEPT_BACK -> KEPT_BACK;
        };
    }

    private static Shift row(RowKind kind, boolean asks) {
        return new Shift(Optional.of(kind), asks, false);
    }
}
