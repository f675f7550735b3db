package ge.khidi.localstack.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One replay: reads, sends and accounts for one chunk after the other, in the order of the file. */
final class ReplayRun {

    /** Somebody who watches. */
    interface Progress {
        void rows(Tally tally);
    }

    private final Items items;
    private final IntakeBatches intake;
    private final Report report;
    private final Progress progress;
    private final int chunk;
    private final Tally tally = new Tally();

    ReplayRun(Items items, IntakeBatches intake, Report report, Progress progress, int chunk) {
        this.items = items;
        this.intake = intake;
        this.report = report;
        this.progress = progress;
        this.chunk = chunk;
    }

    /** Until the end of the file, or {@code limit} rows. What was answered stays answered when it throws. */
    Tally run(long limit) {
        List<Item.Ready> ready = new ArrayList<>(chunk);
        for (long row = 0; row < limit; row++) {
            Optional<Item> next = items.next();
            if (next.isEmpty()) {
                break;
            }
            if (next.get() instanceof Item.Ready line) {
                ready.add(line);
            } else if (next.get() instanceof Item.Unsayable unsayable) {
                refused(unsayable, unsayable.reasons());
            }
            if (ready.size() == chunk) {
                send(ready);
            }
        }
        send(ready);
        return tally;
    }

    private void send(List<Item.Ready> ready) {
        if (!ready.isEmpty()) {
            List<Verdict> verdicts =
                    intake.send(ready.stream().map(Item.Ready::line).toList());
            for (int i = 0; i < ready.size(); i++) {
                account(ready.get(i), verdicts.get(i));
            }
            ready.clear();
        }
        report.flush();
        progress.rows(tally);
    }

    private void account(Item item, Verdict verdict) {
        if (verdict instanceof Verdict.Accepted accepted) {
            tally.accepted();
            report.kept(item.row(), item.reference(), "ACCEPTED", accepted.eventId(), accepted.revision());
        } else if (verdict instanceof Verdict.AlreadyKnown known) {
            tally.alreadyKnown();
            report.kept(item.row(), item.reference(), "ALREADY_KNOWN", known.eventId(), known.revision());
        } else if (verdict instanceof Verdict.Refused no) {
            refused(item, no.reasons());
        }
    }

    private void refused(Item item, List<Reason> reasons) {
        tally.refused(reasons);
        report.refused(item.row(), item.reference(), reasons);
    }
}
