package dev.nightshift.governance;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks at nights: what was rejected, taken back or left to a person, why, and what may help. */
final class NightWatch {
  private final NightFacts facts;
  private final BenchResults benches;

  NightWatch(NightFacts facts, BenchResults benches) {
    this.facts = facts;
    this.benches = benches;
  }

  NightFindings look(Span span) {
    List<NightFacts.Night> nights = facts.nights(span);
    List<NightFindings.Trouble> troubles = new ArrayList<>();
    List<NightFindings.Trouble> skipped = new ArrayList<>();
    int waited = 0;
    for (NightFacts.Night night : nights) {
      switch (night.state()) {
        case "REJECTED" -> troubles.add(trouble(night, NightCause.ofRejection(night.reason())));
        case "FAILED" -> troubles.add(trouble(night, NightCause.ofFailure(night.reason())));
        case "SKIPPED" -> skipped.add(trouble(night, NightCause.ofSkip(night.reason())));
        case "ACTIVE" -> waited = skipped.size();
        default -> {
          // It goes on, or its rollback is told below.
        }
      }
    }
    facts.takenBack(span).forEach(one -> troubles.add(trouble(one)));
    int abstained = nights.stream().mapToInt(NightFacts.Night::abstained).sum();
    int decided = nights.stream().mapToInt(night -> night.kept() + night.dropped()).sum();
    // A night that put an adapter live had rows enough: what was waited for before it came.
    NightRemedies.Found found =
        NightRemedies.find(
            facts.settings(), benches, troubles, skipped.subList(waited, skipped.size()));
    return new NightFindings(
        nights.size(),
        (int) nights.stream().filter(night -> night.state().equals("ACTIVE")).count(),
        troubles,
        skipped,
        abstained,
        abstained + decided,
        nights.stream().mapToInt(NightFacts.Night::unheard).sum(),
        found.proposals(),
        found.unhelped());
  }

  private static NightFindings.Trouble trouble(NightFacts.Night night, NightCause cause) {
    return new NightFindings.Trouble(
        night.state().toLowerCase(Locale.ROOT),
        night.key(),
        night.adapter(),
        cause.word(),
        oneLine(night.reason()));
  }

  private static NightFindings.Trouble trouble(NightFacts.TakenBack one) {
    return new NightFindings.Trouble(
        "rolled_back",
        one.time().truncatedTo(ChronoUnit.SECONDS).toString(),
        one.adapter(),
        NightCause.ofRollback(one.cause()).word(),
        oneLine(one.reason()));
  }

  private static String oneLine(String reason) {
    return reason.replaceAll("\\s+", " ").strip();
  }
}
