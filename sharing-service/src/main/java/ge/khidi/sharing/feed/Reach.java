package ge.khidi.sharing.feed;

import ge.khidi.contract.event.RevisionKind;
import ge.khidi.contract.event.Status;
import java.util.Optional;

/**
 * What a new revision means for one partner: the row it gets, if any, and whether an officer must be asked.
 *
 * <p>A recall (RESTRICTION, WITHDRAWAL, ERASURE) asks no policy: it reaches whoever had the event, and nobody else. So does a correction
 * (Directive (EU) 2016/680 Art. 7(3)), with its content where that may leave, and alone where it may not or not yet. Content asks for
 * permission each time. Who has an earlier revision and may not have a supplement is told that it is no longer offered, so that nobody goes
 * on with a superseded revision unawares.
 */
public record Reach(Optional<RowKind> row, boolean asksForRelease) {

    private static final Reach NOWHERE = new Reach(Optional.empty(), false);

    public static Reach of(Status status, RevisionKind kind, Permission permission, Standing standing) {
        if (standing == Standing.BARRED) {
            return NOWHERE;
        }
        return switch (status) {
            case ERASED -> standing == Standing.NEVER ? NOWHERE : row(RowKind.ERASURE);
            case WITHDRAWN -> everHad(standing) ? row(RowKind.WITHDRAWAL) : NOWHERE;
            case RESTRICTED -> everHad(standing) && standing != Standing.RECALLED ? row(RowKind.RESTRICTION) : NOWHERE;
            case OPEN, CLOSED -> ofContent(kind, permission, standing);
        };
    }

    private static Reach ofContent(RevisionKind kind, Permission permission, Standing standing) {
        boolean corrects = kind == RevisionKind.CORRECTION && everHad(standing);
        return switch (permission) {
            case LEAVES -> row(corrects || standing.offered() ? again(kind) : RowKind.NEW);
            case WAITS -> new Reach(withoutContent(corrects, standing), true);
            case STAYS -> new Reach(withoutContent(corrects, standing), false);
        };
    }

    private static Optional<RowKind> withoutContent(boolean corrects, Standing standing) {
        if (corrects) {
            return Optional.of(RowKind.CORRECTION_ALONE);
        }
        return standing.offered() ? Optional.of(RowKind.NO_LONGER_OFFERED) : Optional.empty();
    }

    /** What a revision is to a partner that is being offered the event. */
    static RowKind again(RevisionKind kind) {
        return switch (kind) {
            case CORRECTION -> RowKind.CORRECTION;
            case INITIAL, SUPPLEMENT -> RowKind.UPDATE;
        };
    }

    private static boolean everHad(Standing standing) {
        return standing != Standing.NEVER && standing != Standing.ERASED;
    }

    private static Reach row(RowKind kind) {
        return new Reach(Optional.of(kind), false);
    }
}
