package dev.nightshift.assembly;

/** Trains an adapter from rows. */
@SuppressWarnings("DoNotCallSuggester")
final class TrainOperation {
  private TrainOperation() {}

  static Reply.Trained run(Pipeline pipeline, Request.Train request, Progress progress) {
    throw new OperationException(
        OperationException.Code.FAILED,
        "training is not wired yet for " + pipeline.home() + request + progress);
  }
}
