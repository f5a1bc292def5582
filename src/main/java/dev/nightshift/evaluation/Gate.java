package dev.nightshift.evaluation;

import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a candidate may go live: asked the same sealed questions as the active adapter,
 * it must answer more of the target questions right, and not lose old knowledge. A question that
 * the active adapter gave no reply to (a full queue, a timeout) counts for nobody; one that the
 * candidate gave none to is wrong. Fails closed: without enough questions, or with a candidate that
 * cannot be asked, the verdict is a rejection.
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
   * @param rival whom it must beat: the active adapter, or the base
   * @param target sealed questions it should have learned
   * @param regression sealed questions that used to be answered right
   * @param progress told of every result
   */
  public GateVerdict judge(
      LanguageModel model,
      ServableAdapter candidate,
      boolean scoped,
      AdapterChoice rival,
      List<EvaluationItem> target,
      List<EvaluationItem> regression,
      Consumer<EvaluationResult> progress) {
    String active = Evaluator.name(model, rival);
    String missing = missing(target, regression);
    if (missing != null) {
      return rejected(missing, candidate, active, scoped);
    }
    List<EvaluationItem> all = new ArrayList<>(target);
    all.addAll(regression);
    Evaluator evaluator = new Evaluator(settings.maxTokens());
    EvaluationReport asked = evaluator.evaluate(model, rival, all, progress);
    List<EvaluationResult> replied =
        asked.results().stream().filter(result -> result.error() == null).toList();
    int split = replied(asked.results().subList(0, target.size()));
    all = replied.stream().map(EvaluationResult::item).toList();
    String silent = silent(asked);
    missing = missing(all.subList(0, split), all.subList(split, all.size()));
    if (missing != null) {
      return rejected("not measurable: " + missing + silent, candidate, active, scoped);
    }
    EvaluationReport before = EvaluationReport.of(asked.adapter(), replied);
    return compared(model, candidate, scoped, new Before(before, split, silent), progress);
  }

  /**
   * The active adapter's side.
   *
   * @param report its replies, those to the target questions first
   * @param split how many of them are replies to target questions
   * @param silent what it gave no reply to, in words
   */
  private record Before(EvaluationReport report, int split, String silent) {}

  private GateVerdict compared(
      LanguageModel model,
      ServableAdapter candidate,
      boolean scoped,
      Before active,
      Consumer<EvaluationResult> progress) {
    EvaluationReport before = active.report();
    List<EvaluationItem> all = before.results().stream().map(EvaluationResult::item).toList();
    int split = active.split();
    Evaluator evaluator = new Evaluator(settings.maxTokens());
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
            rejected(
                "the candidate cannot be used: " + e.getMessage(),
                candidate,
                before.adapter(),
                scoped);
        case BUSY, TIMEOUT, CANCELLED, UNAVAILABLE, REQUEST -> throw e;
      };
    }
    GateTable targetScoped = table(before, inScope, 0, split);
    GateTable regressionScoped = table(before, inScope, split, all.size());
    GateTable targetAlways = table(before, always, 0, split);
    GateTable regressionAlways = table(before, always, split, all.size());
    GateTable learned = scoped ? targetScoped : targetAlways;
    GateTable kept = scoped ? regressionScoped : regressionAlways;
    String objection = objection(learned, kept);
    String summary =
        "target %d → %d of %d, kept %d → %d of %d%s"
            .formatted(
                learned.active(),
                learned.candidate(),
                learned.total(),
                kept.active(),
                kept.candidate(),
                kept.total(),
                active.silent());
    return new GateVerdict(
        objection.isEmpty(),
        objection.isEmpty() ? summary : objection + " (" + summary + ")",
        candidate.version(),
        before.adapter(),
        scoped,
        learned,
        kept,
        targetAlways,
        regressionAlways);
  }

  /** Why a candidate with these figures is refused; empty when it is not. */
  String objection(GateTable learned, GateTable kept) {
    if (kept.netLoss() > 0 && kept.pWorse() <= settings.significance()) {
      return "a significant loss of old knowledge: %d questions lost, %d won, %s"
          .formatted(kept.lost().size(), kept.won().size(), PValue.told(kept.pWorse(), 4));
    }
    if (kept.netLoss() >= 2 && kept.netLoss() > settings.maxLossShare() * kept.total()) {
      return "it loses %d of %d old questions net, more than a share of %s"
          .formatted(kept.netLoss(), kept.total(), settings.maxLossShare());
    }
    if (learned.netLoss() >= 0) {
      return "no improvement on the target questions: %d won, %d lost"
          .formatted(learned.won().size(), learned.lost().size());
    }
    // What changes answers at random wins a few as well. Of few questions most must be won.
    boolean most = -2 * learned.netLoss() >= learned.total() - learned.active();
    if (!most && learned.pBetter() > settings.gainSignificance()) {
      return "an improvement on the target questions that may be chance: %d won, %d lost, %s"
          .formatted(
              learned.won().size(), learned.lost().size(), PValue.told(learned.pBetter(), 4));
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

  private static int replied(List<EvaluationResult> results) {
    return (int) results.stream().filter(result -> result.error() == null).count();
  }

  /** How many questions the active adapter gave no reply to, and why; empty when none. */
  private static String silent(EvaluationReport asked) {
    int missing = asked.total() - replied(asked.results());
    return asked.results().stream()
        .flatMap(result -> Stream.ofNullable(result.error()))
        .findFirst()
        .map(
            error ->
                "; %d of %d questions left out, %s gave no reply: %s"
                    .formatted(missing, asked.total(), asked.adapter(), error))
        .orElse("");
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
