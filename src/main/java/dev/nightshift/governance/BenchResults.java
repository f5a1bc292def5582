package dev.nightshift.governance;

import dev.nightshift.evaluation.PValue;
import dev.nightshift.evaluation.PairedTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * What benches found of proposed settings: {@code benches/<setting>_<value>.json} under the home's
 * {@code code}, written by {@code bench/setting}. The same questions are asked with the setting as
 * it is and as it is proposed.
 */
final class BenchResults {
  private static final Logger log = LoggerFactory.getLogger(BenchResults.class);
  private static final double SIGNIFICANCE = 0.05;

  private final Path folder;

  BenchResults(Path folder) {
    this.folder = folder;
  }

  /**
   * What was measured.
   *
   * @param setting which
   * @param current its value before
   * @param proposed its value after
   * @param measures questions of each kind
   */
  record Result(String setting, String current, String proposed, List<Measure> measures) {}

  /**
   * Questions of a kind.
   *
   * @param name of the kind
   * @param total how many
   * @param before answered right before
   * @param after answered right after
   * @param won right after only
   * @param lost right before only
   */
  record Measure(String name, int total, int before, int after, int won, int lost) {}

  /** Name of the file of a proposal. */
  static String file(String setting, String proposed) {
    return "benches/" + (setting + "_" + proposed).replaceAll("[^A-Za-z0-9._-]", "-") + ".json";
  }

  /** The proposal as its bench leaves it. */
  SettingProposal tried(SettingProposal proposal) {
    Path file = folder.resolve(file(proposal.setting(), proposal.proposed()));
    if (!Files.exists(file)) {
      return proposal;
    }
    try {
      Result result = GovernanceJson.FILES.readValue(Files.readString(file), Result.class);
      boolean meant =
          proposal.setting().equals(result.setting())
              && proposal.current().equals(result.current())
              && proposal.proposed().equals(result.proposed());
      return meant && !result.measures().isEmpty() ? judged(proposal, result) : proposal;
    } catch (IOException | JacksonException e) {
      log.warn("{} is no result of a bench: {}", file, e.getMessage());
      return proposal;
    }
  }

  /** Recommended when something is significantly better and nothing significantly worse. */
  private static SettingProposal judged(SettingProposal proposal, Result result) {
    boolean better = false;
    boolean worse = false;
    List<String> words = new ArrayList<>();
    for (Measure one : result.measures()) {
      double up = PairedTest.better(one.won(), one.lost());
      double down = PairedTest.better(one.lost(), one.won());
      better |= up < SIGNIFICANCE;
      worse |= down < SIGNIFICANCE;
      words.add(
          String.format(
              Locale.ROOT,
              "%s %d to %d of %d (%d won, %d lost, %s)",
              one.name(),
              one.before(),
              one.after(),
              one.total(),
              one.won(),
              one.lost(),
              PValue.told(Math.min(up, down), 3)));
    }
    return new SettingProposal(
        proposal.setting(),
        proposal.current(),
        proposal.proposed(),
        proposal.because(),
        proposal.bench(),
        proposal.resultFile(),
        true,
        better && !worse ? "recommended" : "refuted",
        String.join("; ", words));
  }
}
