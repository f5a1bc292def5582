package dev.nightshift.cli;

import dev.nightshift.assembly.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A harvest in words: what became of the failures, what waits for a person, how the seats did. */
final class HarvestText {
  private static final int SHOWN = 20;
  private static final int LONGEST = 100;

  private HarvestText() {}

  static List<String> lines(Reply.Harvested r) {
    List<String> lines = new ArrayList<>();
    if (r.failures() > 0 || r.verified() == 0) {
      lines.add(counts(r));
    }
    if (r.verified() > 0) {
      lines.add(r.verified() + " solved tasks that had failed at first are rows now");
    }
    if (r.withdrawn() > 0) {
      lines.add(r.withdrawn() + " earlier rows withdrawn: people have declared the answers right");
    }
    if (r.file() != null) {
      lines.add("rows in " + r.file());
    }
    r.seats().forEach(seat -> lines.add(seat(seat)));
    if (!r.leftToPerson().isEmpty()) {
      lines.add("left to a person; answer with: pipeline feedback ID --correct \"…\"");
      r.leftToPerson().stream().limit(SHOWN).forEach(open -> lines.addAll(open(open)));
      if (r.leftToPerson().size() > SHOWN) {
        lines.add("  and " + (r.leftToPerson().size() - SHOWN) + " more in abstained.jsonl");
      }
    }
    lines.add(String.format(Locale.ROOT, "took %.1f s", r.totalMs() / 1000.0));
    return lines;
  }

  private static String counts(Reply.Harvested r) {
    if (r.failures() == 0) {
      return "nothing to harvest: no failure in this time that was not harvested before";
    }
    return r.failures()
        + (r.failures() == 1 ? " failure: " : " failures: ")
        + r.kept()
        + " kept ("
        + r.corrections()
        + " corrections), "
        + r.dropped()
        + " dropped, "
        + r.abstained()
        + " left to a person, "
        + r.quarantined()
        + " quarantined, "
        + r.duplicates()
        + " duplicates"
        + (r.deferred() == 0 ? "" : ", " + r.deferred() + " left for a later harvest");
  }

  private static String seat(Reply.Seat seat) {
    return "seat %s (%s): voted on %d of %d questions"
            .formatted(seat.seat(), seat.model(), seat.votes(), seat.asked())
        + (seat.malformed() == 0 ? "" : ", %d replies malformed".formatted(seat.malformed()))
        + (seat.silent() == 0
            ? ""
            : ", no reply to %d: %s".formatted(seat.silent(), seat.trouble()));
  }

  private static List<String> open(Reply.OpenQuestion open) {
    List<String> lines = new ArrayList<>();
    lines.add("  " + open.id() + "  " + line(open.question()));
    lines.add("      " + line(open.reason()));
    open.proposals().forEach(said -> lines.add("      " + line(said)));
    return lines;
  }

  private static String line(String text) {
    String one = text.strip().replaceAll("\\s+", " ");
    return one.length() <= LONGEST ? one : one.substring(0, LONGEST - 1) + "…";
  }
}
