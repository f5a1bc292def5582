package dev.nightshift.prompts;

import dev.nightshift.evaluation.PValue;
import dev.nightshift.evaluation.SignedRankTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a candidate's trial against the version in force came to.
 *
 * @param against the version
 * @param number of the trial among those against that version, from 1
 * @param tasks that were held out
 * @param pairs tasks times seeds
 * @param scoreBefore mean score of the version's first attempts
 * @param scoreAfter of the candidate's
 * @param solvedBefore attempts of the version that passed everything
 * @param solvedAfter of the candidate
 * @param tasksWon tasks on which the candidate's mean is higher
 * @param tasksLost tasks on which it is lower
 * @param pValue one-sided, by the Wilcoxon signed-rank test over the pairs
 * @param alpha below which it had to be
 * @param extraTokens mean tokens that the candidate adds to a prompt
 * @param won whether it won
 * @param reason in words
 */
public record Trial(
    int against,
    int number,
    int tasks,
    int pairs,
    double scoreBefore,
    double scoreAfter,
    int solvedBefore,
    int solvedAfter,
    int tasksWon,
    int tasksLost,
    double pValue,
    double alpha,
    double extraTokens,
    boolean won,
    String reason) {

  /**
   * Decides.
   *
   * <p>Of the k-th candidate against one version the test asks for p at most α/(k(k+1)); these add
   * up to α, so that trying again and again does not make one win by luck. Were both the same, each
   * pair's difference would be as likely up as down, which is what the signed-rank test assumes. A
   * candidate must gain the margin besides, win more tasks than it loses, not solve fewer, and stay
   * within its budget of tokens.
   *
   * @param number which trial against this version, from 1
   */
  static Trial decide(int against, int number, List<Pair> pairs, PromptSettings settings) {
    Map<String, Double> gains =
        pairs.stream()
            .collect(Collectors.groupingBy(Pair::task, Collectors.averagingDouble(Pair::gain)));
    Trial measured =
        new Trial(
            against,
            number,
            gains.size(),
            pairs.size(),
            pairs.stream().mapToDouble(pair -> pair.before().value()).average().orElse(0),
            pairs.stream().mapToDouble(pair -> pair.after().value()).average().orElse(0),
            (int) pairs.stream().filter(pair -> pair.before().solved()).count(),
            (int) pairs.stream().filter(pair -> pair.after().solved()).count(),
            (int) gains.values().stream().filter(gain -> gain > 0).count(),
            (int) gains.values().stream().filter(gain -> gain < 0).count(),
            SignedRankTest.shiftedUp(pairs.stream().mapToDouble(Pair::gain).toArray()),
            settings.alpha() / (number * (number + 1.0)),
            pairs.stream().mapToInt(Pair::extraTokens).average().orElse(0),
            false,
            "");
    List<String> objections = measured.objections(settings);
    return measured.decided(
        objections.isEmpty(),
        objections.isEmpty() ? measured.victory() : String.join("; ", objections));
  }

  private Trial decided(boolean victory, String why) {
    return new Trial(
        against,
        number,
        tasks,
        pairs,
        scoreBefore,
        scoreAfter,
        solvedBefore,
        solvedAfter,
        tasksWon,
        tasksLost,
        pValue,
        alpha,
        extraTokens,
        victory,
        why);
  }

  private String victory() {
    return String.format(
        Locale.ROOT,
        "the mean score rises from %.3f to %.3f (%s), %d tasks won, %d lost",
        scoreBefore,
        scoreAfter,
        PValue.told(pValue, 4),
        tasksWon,
        tasksLost);
  }

  private List<String> objections(PromptSettings settings) {
    List<String> all = new ArrayList<>();
    if (tasks < settings.leastTasks()) {
      all.add("only " + tasks + " tasks were held out, " + settings.leastTasks() + " are wanted");
    }
    if (pValue > alpha) {
      all.add(
          String.format(
              Locale.ROOT, "noise gives as much with p = %.4f, above %.4f", pValue, alpha));
    }
    if (scoreAfter - scoreBefore < settings.margin()) {
      all.add(
          String.format(
              Locale.ROOT,
              "the mean score changes by %+.3f, less than %.3f",
              scoreAfter - scoreBefore,
              settings.margin()));
    }
    if (tasksWon <= tasksLost) {
      all.add("it wins " + tasksWon + " tasks and loses " + tasksLost);
    }
    if (solvedAfter < solvedBefore) {
      all.add("it solves " + solvedAfter + ", " + solvedBefore + " were solved before");
    }
    if (extraTokens > settings.extraTokens()) {
      all.add(
          String.format(
              Locale.ROOT,
              "it adds %.0f tokens to a prompt, more than %d",
              extraTokens,
              settings.extraTokens()));
    }
    return all;
  }
}
