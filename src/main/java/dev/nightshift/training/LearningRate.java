package dev.nightshift.training;

/** The learning rate at every step: linear warm-up, then constant or linearly down to a tenth. */
final class LearningRate {
  private LearningRate() {}

  /**
   * The rate of one step.
   *
   * @param step from 0
   * @param steps planned
   */
  static double at(int step, int steps, TrainingOptions options) {
    int warmup = (int) Math.ceil(options.warmupShare() * steps);
    if (step < warmup) {
      return options.learningRate() * (step + 1) / warmup;
    }
    return switch (options.schedule()) {
      case CONSTANT -> options.learningRate();
      case LINEAR -> {
        double left = steps == warmup ? 1 : (double) (steps - step) / (steps - warmup);
        yield options.learningRate() * (0.1 + 0.9 * left);
      }
    };
  }
}
