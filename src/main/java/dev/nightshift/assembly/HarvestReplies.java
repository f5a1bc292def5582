package dev.nightshift.assembly;

import dev.nightshift.corpus.SideEntry;
import dev.nightshift.harvest.HarvestProgress;
import dev.nightshift.harvest.HarvestReport;
import dev.nightshift.harvest.SeatCounts;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A harvest in the words of {@link Reply} and {@link Progress}. */
final class HarvestReplies {
  private HarvestReplies() {}

  /** Passes on how far a harvest is, and what there is to add to that. */
  static Consumer<HarvestProgress> telling(Progress progress, Supplier<String> more) {
    return step ->
        progress.update(
            "harvest",
            "%d of %d questions, the last one %s%s"
                .formatted(step.done(), step.total(), step.outcome(), more.get()),
            (double) step.done() / Math.max(1, step.total()));
  }

  static Reply.Harvested of(HarvestReport report, long totalMs) {
    boolean nothing = report.failures() == 0 && report.withdrawn() == 0 && report.verified() == 0;
    return new Reply.Harvested(
        nothing ? "NOTHING_TO_DO" : "HARVESTED",
        report.kept() == 0 ? null : report.file().toString(),
        report.failures(),
        report.kept(),
        report.dropped(),
        report.abstained(),
        report.quarantined(),
        report.duplicates(),
        report.corrections(),
        report.deferred(),
        report.withdrawn(),
        report.leftToPerson().stream().map(HarvestReplies::open).toList(),
        report.seats().stream().map(HarvestReplies::seat).toList(),
        totalMs,
        report.verified());
  }

  private static Reply.OpenQuestion open(SideEntry entry) {
    return new Reply.OpenQuestion(
        entry.exchangeIds().getFirst(), entry.question(), entry.reason(), entry.proposals());
  }

  private static Reply.Seat seat(SeatCounts seat) {
    return new Reply.Seat(
        seat.seat(),
        seat.model(),
        seat.asked(),
        seat.votes(),
        seat.malformed(),
        seat.silent(),
        seat.trouble().isEmpty() ? null : seat.trouble());
  }
}
