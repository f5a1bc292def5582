package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.augmentation.Augmenter;
import dev.nightshift.evaluation.EvaluationItem;
import dev.nightshift.evaluation.EvaluationItems;
import dev.nightshift.evaluation.EvaluationReport;
import dev.nightshift.evaluation.Evaluator;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.ServableAdapter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Scores a file of questions with known answers. */
final class EvalOperation {
  private EvalOperation() {}

  static Reply.Evaluated run(Pipeline pipeline, Request.Eval request, Progress progress) {
    List<EvaluationItem> items = EvaluationItems.read(Path.of(request.file()));
    AdapterVersion adapter =
        pipeline
            .adapters()
            .find(request.adapter())
            .orElseThrow(() -> unknown(pipeline, request.adapter()));
    AtomicInteger done = new AtomicInteger();
    EvaluationReport report =
        evaluator(pipeline, request)
            .evaluate(
                pipeline.model(),
                choice(adapter, request),
                items,
                result ->
                    progress.update(
                        "eval",
                        done.incrementAndGet() + " of " + items.size() + " questions",
                        (double) done.get() / items.size()));
    return new Reply.Evaluated(
        report.total(),
        report.correct(),
        LocalOperations.name(adapter),
        report.results().stream()
            .map(
                r ->
                    new Reply.Result(
                        r.item().question(), r.answer(), r.correct(), r.adapter(), r.informed()))
            .toList());
  }

  private static Evaluator evaluator(Pipeline pipeline, Request.Eval request) {
    if (!Boolean.TRUE.equals(request.augmented())) {
      return pipeline.evaluator();
    }
    Augmenter augmenter = pipeline.augmenter();
    return new Evaluator(
        pipeline.settings().evaluation().maxTokens(),
        question -> augmenter.augment(question, pipeline.model()).question());
  }

  private static AdapterChoice choice(AdapterVersion adapter, Request.Eval request) {
    if (adapter.isBase()) {
      return new AdapterChoice.Base();
    }
    if (request.adapter().equals("current") && !request.alwaysOn()) {
      return new AdapterChoice.Active();
    }
    return new AdapterChoice.Exactly(
        new ServableAdapter(adapter.name(), adapter.directory()), !request.alwaysOn());
  }

  private static OperationException unknown(Pipeline pipeline, String name) {
    List<String> names = pipeline.adapters().versions().stream().map(AdapterVersion::name).toList();
    return new OperationException(
        OperationException.Code.REQUEST,
        "there is no adapter "
            + name
            + "; there are current, base"
            + (names.isEmpty() ? "" : ", latest, " + String.join(", ", names)));
  }
}
