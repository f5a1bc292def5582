package dev.nightshift.evaluation;

import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a candidate may go live: asked the same sealed questions as the active adapter,
 * it must answer more of the target questions right, and not lose old knowledge. Fails closed:
 * without enough questions, or with a candidate that cannot be asked, the verdict is a rejection.
 */
public final class Gate {
  private final GateSettings settings;

  /** A gate with these demands. */
  public Gate(GateSettings settings) {
    this.settings = settings;
  }

  /**
   * Asks and judges.
   *
   * @param model answers with the candidate, which need not be active
   * @param candidate who wants to go live
   * @param scoped whether it will be served in its scope only; decides which figures count
   * @param target sealed questions it should have learned
   * @param regression sealed questions that used to be answered right
   * @param progress told of every result
   */
  public GateVerdict judge(
      LanguageModel model,
      ServableAdapter candidate,
      boolean scoped,
      List<EvaluationItem> target,
      List<EvaluationItem> regression,
      Consumer<EvaluationResult> progress) {
    String active = model.active().map(ServableAdapter::version).orElse("base");
    String missing = missing(target, regression);
    if (missing != null) {
      return rejected(missing, candidate, active, scoped);
    }
    List<EvaluationItem> all = new ArrayList<>(target);
    all.addAll(regression);
    Evaluator evaluator = new Evaluator(settings.maxTokens());
    EvaluationReport before = evaluator.evaluate(model, new AdapterChoice.Active(), all, progress);
    EvaluationReport inScope;
    EvaluationReport always;
    try {
      var choice = new AdapterChoice.Exactly(candidate, true);
      inScope = evaluator.evaluate(model, choice, all, progress);
      choice = new AdapterChoice.Exactly(candidate, false);
      always = evaluator.evaluate(model, choice, all, progress);
    } catch (ServingException e) {
      return switch (e.code()) {
        case ADAPTER ->
            rejected("the candidate cannot be used: " + e.getMessage(), candidate, active, scoped);
        case BUSY, TIMEOUT, CANCELLED, UNAVAILABLE, REQUEST -> throw e;
      };
    }
    int split = target.size();
    GateTable targetScoped = table(before, inScope, 0, split);
    GateTable regressionScoped = table(before, inScope, split, all.size());
    GateTable targetAlways = table(before, always, 0, split);
    GateTable regressionAlways = table(before, always, split, all.size());
    GateTable learned = scoped ? targetScoped : targetAlways;
    GateTable kept = scoped ? regressionScoped : regressionAlways;
    String objection = objection(learned, kept);
    String summary =
        "target %d → %d of %d, kept %d → %d of %d"
            .formatted(
                learned.active(),
                learned.candidate(),
                learned.total(),
                kept.active(),
                kept.candidate(),
                kept.total());
    return new GateVerdict(
        objection.isEmpty(),
        objection.isEmpty() ? summary : objection + " (" + summary + ")",
        candidate.version(),
        active,
        scoped,
        learned,
        kept,
        targetAlways,
        regressionAlways);
  }

  /** Why a candidate with these figures is refused; empty when it is not. */
  String objection(GateTable learned, GateTable kept) {
    if (kept.netLoss() > 0 && kept.pWorse() <= settings.significance()) {
      return "a significant loss of old knowledge: %d questions lost, %d won, p = %.4f"
          .formatted(kept.lost().size(), kept.won().size(), kept.pWorse());
    }
    if (kept.netLoss() >= 2 && kept.netLoss() > settings.maxLossShare() * kept.total()) {
      return "it loses %d of %d old questions net, more than a share of %s"
          .formatted(kept.netLoss(), kept.total(), settings.maxLossShare());
    }
    if (learned.netLoss() >= 0) {
      return "no improvement on the target questions: %d won, %d lost"
          .formatted(learned.won().size(), learned.lost().size());
    }
    return "";
  }

  private @Nullable String missing(List<EvaluationItem> target, List<EvaluationItem> regression) {
    if (target.size() < settings.leastTarget()) {
      return "only %d sealed target questions, at least %d are needed to judge"
          .formatted(target.size(), settings.leastTarget());
    }
    if (regression.size() < settings.leastRegression()) {
      return "only %d frozen regression questions, at least %d are needed to judge"
          .formatted(regression.size(), settings.leastRegression());
    }
    return null;
  }

  private static GateTable table(
      EvaluationReport before, EvaluationReport after, int from, int to) {
    return GateTable.of(
        EvaluationReport.of(before.adapter(), before.results().subList(from, to)),
        EvaluationReport.of(after.adapter(), after.results().subList(from, to)));
  }

  private static GateVerdict rejected(
      String reason, ServableAdapter candidate, String active, boolean scoped) {
    return new GateVerdict(
        false, reason, candidate.version(), active, scoped, null, null, null, null);
  }
}
