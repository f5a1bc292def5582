package dev.nightshift.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.tensor.NativeRuntime;
import dev.nightshift.tensor.TensorProgram;
import dev.nightshift.tensor.TensorProgram.Gradient;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which numbers this machine multiplies faster, found by multiplying: names of processors say
 * little about what the library makes of them.
 */
final class PrecisionProbe {
  private static final Logger log = LoggerFactory.getLogger(PrecisionProbe.class);

  /** How much faster bfloat16 must be to be worth its rounding. */
  private static final double WORTH = 1.3;

  private static final int ROUNDS = 4;
  private static final int PRODUCTS = 12;

  private static final String TEXT =
      """
        def cast(self: __torch__.Program, x: Tensor) -> Tensor:
          return torch.to(x, 15)
        def product(self: __torch__.Program, x: Tensor, w: Tensor) -> Tensor:
          return torch.sum(torch.linear(x, w))
      """;

  private PrecisionProbe() {}

  /** Whether to compute in bfloat16. Takes about half a second. */
  static boolean halves(TrainingResources.Precision precision) {
    return switch (precision) {
      case FLOAT32 -> false;
      case BFLOAT16 -> true;
      case AUTO -> ratio() >= WORTH;
    };
  }

  private static double ratio() {
    try (TensorProgram program = TensorProgram.compile(TEXT);
        NDManager scope = NativeRuntime.newManager()) {
      NDArray x = scope.randomUniform(-1, 1, new Shape(256, 768));
      NDArray w = scope.randomUniform(-1, 1, new Shape(1536, 768));
      double full = seconds(program, scope, x, w);
      double half = seconds(program, scope, cast(program, scope, x), cast(program, scope, w));
      log.info("bfloat16 products are {} times as fast as float32", "%.1f".formatted(full / half));
      return full / half;
    }
  }

  private static NDArray cast(TensorProgram program, NDManager scope, NDArray x) {
    return program.call(scope, "cast", Gradient.OFF, new NDList(x)).getFirst();
  }

  /** Processor time, the best of some: how busy the machine is otherwise must not decide. */
  private static double seconds(TensorProgram program, NDManager scope, NDArray x, NDArray w) {
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      long start = used();
      for (int i = 0; i < PRODUCTS; i++) {
        program.call(scope, "product", Gradient.OFF, new NDList(x, w)).getFirst().close();
      }
      best = Math.min(best, (used() - start) / 1e9);
    }
    return best;
  }

  private static long used() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : System.nanoTime();
  }
}
