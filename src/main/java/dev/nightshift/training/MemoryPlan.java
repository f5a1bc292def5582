package dev.nightshift.training;

import ai.djl.ndarray.NDManager;
import dev.nightshift.model.GradientProgram;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import dev.nightshift.model.WeightForm;
import dev.nightshift.model.WeightStorage;
import dev.nightshift.model.Workspace;
import java.util.List;

/**
 * What a run will need in memory, and what it does with what there is. In order of preference:
 * weights dequantised once with as many layers as possible keeping their activations; weights as
 * the file has them, each dequantised where it is used, with as many as possible; with none. The
 * least is what grows with the batch's tokens by one layer's activations and the inputs of all.
 *
 * @param form how weights are kept
 * @param keptLayers layers that keep their activations
 * @param load the largest batch
 * @param bytes most that will be in use at once, in main memory or, on a GPU, in its own
 */
record MemoryPlan(WeightForm form, int keptLayers, Load load, long bytes) {
  /** A JVM with the native library, its products, a tokenizer, a small heap, and what is unused. */
  private static final long PROCESS = 448L << 20;

  /** Blocks that are free but too small for what is wanted next. */
  private static final double FRAGMENTED = 1.06;

  /** Keys up to which all products of queries and keys are held. */
  private static final int WHOLE_ATTENTION = 512;

  /**
   * The largest batch of a run.
   *
   * @param tokens in all its rows, padding included
   * @param length of a row, when all are packed into one
   * @param longest of a row, when they are not
   */
  record Load(long tokens, long length, long longest) {
    /** No batch of these examples is larger; examples packed into one row make one long row. */
    static Load of(List<EncodedExample> examples, TrainingOptions options) {
      long longest =
          examples.stream()
              .flatMap(e -> e.wordings().stream())
              .mapToInt(w -> w.length)
              .max()
              .orElse(1);
      long rows = Math.min(options.batchSize(), examples.size());
      return new Load(rows * longest, rows * longest, longest);
    }
  }

  /**
   * The forms that weights may take in a run, the best first.
   *
   * @param halves whether to compute in bfloat16
   */
  static List<WeightForm> forms(boolean halves) {
    return halves
        ? List.of(WeightForm.BFLOAT16, WeightForm.QUANTISED_BFLOAT16)
        : List.of(WeightForm.FLOAT32, WeightForm.QUANTISED);
  }

  /**
   * Plans.
   *
   * @param forms to choose from, the best first, the smallest last
   * @param limit bytes that may be used
   * @throws TrainingException MEMORY, naming what is needed, when not even the least fits
   */
  static MemoryPlan choose(
      ModelSpec spec,
      WeightStorage weights,
      Load load,
      TrainingOptions options,
      List<WeightForm> forms,
      long limit) {
    for (WeightForm form : forms) {
      Need need = new Need(spec, weights, load, options, form);
      if (need.bytes(0) <= limit) {
        int kept = 0;
        while (kept < spec.layers() && need.bytes(kept + 1) <= limit) {
          kept++;
        }
        return new MemoryPlan(form, kept, load, need.bytes(kept));
      }
    }
    long least = new Need(spec, weights, load, options, forms.getLast()).bytes(0);
    throw new TrainingException(
        TrainingException.Code.MEMORY,
        ("training needs %d MiB of memory, %d may be used; free some, raise memory-megabytes, or"
                + " make batch-size, max-tokens or rank smaller")
            .formatted(Math.ceilDiv(least, 1L << 20), limit >> 20));
  }

  /** What the run's program keeps activations in. */
  Workspace workspace(NDManager owner, GradientProgram program) {
    return program.workspace(owner, load.tokens(), load.length(), keptLayers);
  }

  /** The terms of the sum, in bytes. */
  private record Need(
      ModelSpec spec, WeightStorage weights, Load load, TrainingOptions options, WeightForm form) {
    long bytes(int kept) {
      long matrices = form.isQuantised() ? matrices() : 0;
      long workspace = Workspace.bytes(spec, form, load.tokens(), load.length(), kept);
      // The head is done when the last layer's backward pass begins.
      long head = GradientProgram.headBytes(spec, form);
      long working = Math.max(head, backward() + attention() + matrices);
      long sum =
          weights.bytes(form)
              + parameters()
              + workspace
              + kept * matrices
              + (kept + 1) * inner()
              + working;
      return PROCESS + (long) (FRAGMENTED * sum);
    }

    /** What a layer's backward pass computes: gradients beside what it is computed from. */
    private long backward() {
      long e = form.elementBytes();
      long projected = spec.queryWidth() + 2L * spec.kvWidth() + 2L * spec.hidden();
      return load.tokens() * (e * (projected + 5L * spec.feedForward()) + 16L * spec.hidden());
    }

    /** What the adapters of a layer make of its inputs: A x. */
    private long inner() {
      return load.tokens() * options.rank() * form.elementBytes() * options.targets().size();
    }

    /**
     * What is held of a layer's attention while its gradient is computed: for short rows products
     * of queries with all keys, and whether rows are short depends on how they can be packed.
     */
    private long attention() {
      long e = form.elementBytes();
      long row = Math.min(load.longest(), WHOLE_ATTENTION);
      long rows = load.tokens() / load.longest();
      long pairs =
          load.length() <= WHOLE_ATTENTION
              ? load.tokens() * load.length()
              : Math.max(rows * row * row, (long) WHOLE_ATTENTION * WHOLE_ATTENTION);
      long whole =
          load.tokens() * 8L * (spec.queryWidth() + spec.kvWidth())
              + (12 + e) * spec.heads() * pairs;
      long fused = load.tokens() * 8 * e * spec.queryWidth();
      return load.length() <= WHOLE_ATTENTION ? whole : Math.max(whole, fused);
    }

    /** One layer's dequantised matrices. */
    private long matrices() {
      long numbers = 0;
      for (Projection projection : Projection.values()) {
        numbers += (long) projection.inputs(spec) * projection.outputs(spec);
      }
      return numbers * form.elementBytes();
    }

    /** A and B with gradient and both moments, and in the computing type. */
    private long parameters() {
      long numbers = 0;
      for (Projection projection : options.targets()) {
        numbers += projection.inputs(spec) + projection.outputs(spec);
      }
      return (16 + form.elementBytes()) * numbers * options.rank() * spec.layers();
    }
  }
}
