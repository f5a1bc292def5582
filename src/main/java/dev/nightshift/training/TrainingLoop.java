package dev.nightshift.training;

import ai.djl.ndarray.NDManager;
import dev.nightshift.model.GradientProgram;
import dev.nightshift.model.ModelWeights;
import dev.nightshift.model.Workspace;
import dev.nightshift.tensor.NativeRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Epochs, steps, stopping and checkpoints of one run. */
final class TrainingLoop {
  private final TrainingOptions options;
  private final List<EncodedExample> examples;
  private final GradientProgram program;
  private final ModelWeights weights;
  private final LoraParameters parameters;
  private final Checkpoint checkpoint;
  private final MemoryPlan plan;
  private final Workspace workspace;
  private final EpochLoss epochLoss;

  private final List<Double> losses = new ArrayList<>();
  private final List<Double> norms = new ArrayList<>();
  private final long started = System.nanoTime();
  private int step;
  private int resumedAt;
  private long tokens;
  private long tokensHere;

  TrainingLoop(
      TrainingOptions options,
      List<EncodedExample> examples,
      GradientProgram program,
      ModelWeights weights,
      MemoryPlan plan,
      Workspace workspace,
      LoraParameters parameters,
      Checkpoint checkpoint) {
    this.options = options;
    this.examples = examples;
    this.program = program;
    this.weights = weights;
    this.parameters = parameters;
    this.checkpoint = checkpoint;
    this.epochLoss = new EpochLoss(examples);
    this.plan = plan;
    this.workspace = workspace;
  }

  TrainingReport run(Consumer<TrainingProgress> onProgress) {
    int stepsPerEpoch = steps(EpochPlan.batches(examples, options, 0).size());
    int planned = stepsPerEpoch * options.epochs();
    resume();
    int epoch = step / stepsPerEpoch;
    String reason = "all epochs done";
    for (; epoch < options.epochs(); epoch++) {
      int done = step - epoch * stepsPerEpoch;
      if (done == 0) {
        if (epoch > 0 && epochLoss.targetMean() < options.stopLoss()) {
          reason = "the target examples are learned (loss below " + options.stopLoss() + ")";
          break;
        }
        epochLoss.reset();
      }
      List<Batch> batches = EpochPlan.batches(examples, options, epoch);
      for (int i = done; i < stepsPerEpoch; i++) {
        int from = i * options.gradientAccumulation();
        int to = Math.min(batches.size(), from + options.gradientAccumulation());
        onProgress.accept(step(batches.subList(from, to), epoch, planned));
        if (i == stepsPerEpoch - 1) {
          losses.add(epochLoss.mean());
        }
        if (options.checkpointEverySteps() > 0 && step % options.checkpointEverySteps() == 0) {
          checkpoint.save(new Checkpoint.Position(step, tokens, losses, norms, epochLoss.state()));
        }
      }
    }
    return new TrainingReport(
        step,
        epoch,
        losses,
        norms,
        losses.isEmpty() ? Double.NaN : losses.getLast(),
        tokens,
        seconds(),
        FreeMemory.peakBytes(),
        plan.bytes(),
        weights.form(),
        resumedAt,
        reason,
        List.of());
  }

  private void resume() {
    checkpoint
        .load()
        .ifPresent(
            position -> {
              step = position.step();
              resumedAt = position.step();
              tokens = position.tokens();
              losses.addAll(position.losses());
              norms.addAll(position.norms());
              epochLoss.restore(position.epoch());
            });
  }

  private int steps(int batches) {
    return (batches + options.gradientAccumulation() - 1) / options.gradientAccumulation();
  }

  private TrainingProgress step(List<Batch> batches, int epoch, int planned) {
    int answers = batches.stream().mapToInt(b -> b.input().targets().length).sum();
    double sum = 0;
    for (Batch batch : batches) {
      float[] each = gradients(batch, answers);
      epochLoss.add(batch, each);
      for (float loss : each) {
        sum += loss;
      }
      tokens += batch.tokens();
      tokensHere += batch.tokens();
    }
    double loss = sum / answers;
    double norm = update(LearningRate.at(step, planned, options));
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      throw new TrainingException(
          TrainingException.Code.DIVERGED,
          "step %d gave loss %s and gradient norm %s; lower the learning rate (now %s)"
              .formatted(step + 1, loss, norm, options.learningRate()));
    }
    step++;
    norms.add(norm);
    double perStep = seconds() / (step - resumedAt);
    return new TrainingProgress(
        step,
        planned,
        epoch + 1,
        options.epochs(),
        loss,
        norm,
        tokensHere / seconds(),
        perStep * (planned - step));
  }

  private float[] gradients(Batch batch, int answers) {
    try (NDManager scope = NativeRuntime.newManager()) {
      return program.accumulate(
          scope,
          batch.input(),
          answers,
          workspace,
          options.alpha() / options.rank(),
          weights,
          parameters.adapter(),
          parameters.accumulators());
    }
  }

  private double update(double rate) {
    try (NDManager scope = NativeRuntime.newManager()) {
      return program.update(
          scope,
          rate,
          step + 1,
          options.clipNorm(),
          options.weightDecay(),
          parameters.adapter(),
          parameters.accumulators(),
          parameters.means(),
          parameters.squares());
    }
  }

  private double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }
}
