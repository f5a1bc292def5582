package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.ModelTraits;
import dev.nightshift.model.RopeScaling;
import dev.nightshift.model.WeightForm;
import dev.nightshift.model.WeightStorage;
import dev.nightshift.training.MemoryPlan.Load;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryPlanTests {
  private static final TrainingOptions OPTIONS = TrainingOptions.defaults();
  private static final List<WeightForm> HALVES = MemoryPlan.forms(true);
  private static final long GB = 1_000_000_000;

  private static final ModelSpec SMALL = spec(30, 576, 9, 3, 64, 1536, 49_152, true);
  private static final WeightStorage SMALL_WEIGHTS = storage(134_515_008);
  private static final Load SMALL_LOAD = new Load(512, 128, 128);

  /** The shape of Llama 3.1 8B. */
  private static final ModelSpec LARGE = spec(32, 4096, 32, 8, 128, 14_336, 128_256, false);

  private static final WeightStorage LARGE_WEIGHTS = storage(8_030_261_248L);

  @Test
  void eight_billion_weights_are_trained_at_2048_tokens_in_less_than_ten_gigabytes() {
    MemoryPlan plan =
        MemoryPlan.choose(
            LARGE, LARGE_WEIGHTS, new Load(2048, 2048, 2048), OPTIONS, HALVES, 10 * GB);

    assertThat(plan.form()).isEqualTo(WeightForm.QUANTISED_BFLOAT16);
    assertThat(plan.bytes()).isLessThan(10 * GB).isGreaterThan(LARGE_WEIGHTS.packed());
  }

  @Test
  void with_enough_memory_weights_are_dequantised_once_and_all_activations_kept() {
    MemoryPlan plan = plan(24 * GB);

    assertThat(plan.form()).isEqualTo(WeightForm.BFLOAT16);
    assertThat(plan.keptLayers()).isEqualTo(30);
  }

  @Test
  void with_less_memory_the_plan_needs_less_and_never_more_than_allowed() {
    MemoryPlan before = plan(24 * GB);
    for (long limit = before.bytes(); limit > 950_000_000; limit -= 50_000_000) {
      MemoryPlan plan = plan(limit);
      assertThat(plan.bytes()).isLessThanOrEqualTo(limit).isLessThanOrEqualTo(before.bytes());
      before = plan;
    }
    assertThat(before.form()).isEqualTo(WeightForm.QUANTISED_BFLOAT16);
  }

  @Test
  void a_run_that_cannot_fit_is_refused_with_what_it_needs() {
    assertThatThrownBy(() -> plan(300 << 20))
        .isInstanceOfSatisfying(
            TrainingException.class,
            e -> {
              assertThat(e.code()).isEqualTo(TrainingException.Code.MEMORY);
              assertThat(e).hasMessageMatching("training needs \\d+ MiB of memory, 300 may.*");
            });
  }

  @Test
  void what_the_refusal_names_is_enough() {
    try {
      plan(1);
    } catch (TrainingException e) {
      long needed =
          Long.parseLong(String.valueOf(e.getMessage()).replaceAll("\\D*(\\d+) MiB.*", "$1"));
      assertThat(plan(needed << 20).keptLayers()).isZero();
      assertThatThrownBy(() -> plan((needed - 1) << 20)).isInstanceOf(TrainingException.class);
      return;
    }
    throw new AssertionError("one byte was enough");
  }

  @Test
  void without_kept_layers_more_tokens_cost_one_layer_and_the_inputs_of_all() {
    long one = least(1024);
    long two = least(2048);
    long inputs = 4L * 1024 * LARGE.hidden() * (LARGE.layers() + 2);

    assertThat(two - one).isGreaterThan(inputs).isLessThan(2 * inputs);
  }

  /** Rows of 400 tokens are 1,600 when they are packed into one, but they need not be. */
  @Test
  void rows_that_may_stay_short_are_planned_with_all_their_products() {
    Load packed = new Load(1600, 1600, 1600);
    Load rows = new Load(1600, 1600, 400);

    assertThat(bytes(rows, OPTIONS)).isGreaterThan(bytes(packed, OPTIONS));
  }

  @Test
  void a_higher_rank_costs_its_products_with_every_token_too() {
    TrainingOptions high =
        new TrainingOptions(
            256,
            OPTIONS.alpha(),
            OPTIONS.targets(),
            OPTIONS.learningRate(),
            OPTIONS.epochs(),
            OPTIONS.batchSize(),
            OPTIONS.gradientAccumulation(),
            OPTIONS.warmupShare(),
            OPTIONS.schedule(),
            OPTIONS.clipNorm(),
            OPTIONS.weightDecay(),
            OPTIONS.seed(),
            OPTIONS.maxTokens(),
            OPTIONS.checkpointEverySteps(),
            OPTIONS.replayShare(),
            OPTIONS.stopLoss());
    long few = bytes(new Load(128, 128, 128), high) - bytes(new Load(128, 128, 128), OPTIONS);
    long many = bytes(new Load(256, 128, 128), high) - bytes(new Load(256, 128, 128), OPTIONS);

    assertThat(many).isGreaterThan(few);
  }

  private static long bytes(Load load, TrainingOptions options) {
    return MemoryPlan.choose(SMALL, SMALL_WEIGHTS, load, options, HALVES, 100 * GB).bytes();
  }

  private static long least(long tokens) {
    List<WeightForm> packed = List.of(WeightForm.QUANTISED_BFLOAT16);
    Load load = new Load(tokens, tokens, tokens);
    for (long limit = GB; ; limit += GB / 100) {
      try {
        MemoryPlan plan = MemoryPlan.choose(LARGE, LARGE_WEIGHTS, load, OPTIONS, packed, limit);
        if (plan.keptLayers() == 0) {
          return plan.bytes();
        }
        throw new AssertionError("a step of the search skipped the least");
      } catch (TrainingException e) {
        assertThat(e.code()).isEqualTo(TrainingException.Code.MEMORY);
      }
    }
  }

  private static MemoryPlan plan(long limit) {
    return MemoryPlan.choose(SMALL, SMALL_WEIGHTS, SMALL_LOAD, OPTIONS, HALVES, limit);
  }

  /** As Q4_1 is kept: sixteen bytes of codes and two float16 numbers for 32 weights. */
  private static WeightStorage storage(long elements) {
    return new WeightStorage(elements, elements * 20 / 32);
  }

  private static ModelSpec spec(
      int layers,
      int hidden,
      int heads,
      int kvHeads,
      int headDim,
      int feedForward,
      int vocabulary,
      boolean tied) {
    return new ModelSpec(
        "llama",
        "test",
        layers,
        hidden,
        heads,
        kvHeads,
        headDim,
        feedForward,
        vocabulary,
        1e-5,
        10_000,
        headDim,
        true,
        8192,
        tied,
        false,
        false,
        RopeScaling.NONE,
        ModelTraits.LLAMA);
  }
}
