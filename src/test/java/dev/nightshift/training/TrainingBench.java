package dev.nightshift.training;

import ai.djl.ndarray.NDManager;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.model.GradientProgram;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.ModelWeights;
import dev.nightshift.model.PromptEncoder;
import dev.nightshift.model.TokenRows;
import dev.nightshift.model.WeightForm;
import dev.nightshift.model.WeightStorage;
import dev.nightshift.model.Workspace;
import dev.nightshift.tensor.NativeRuntime;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What {@code bench/train} runs of ours; prints one line of JSON. Not a test.
 *
 * <pre>
 * generate SHAPE FILE                                     a random model
 * lengths MODEL EXAMPLES                                  [[tokens, prompt], …] of the examples
 * fixed MODEL THREADS SECONDS LIMIT_MB FORM BATCH LENGTH    loss at all positions
 * rows MODEL THREADS SECONDS LIMIT_MB FORM BATCH EXAMPLES   epochs over examples
 * </pre>
 *
 * FORM is {@code any} (the precision that is faster here, packed if it must), {@code packed},
 * {@code packed-float32} or {@code float32}.
 */
final class TrainingBench {
  private final Path model;
  private final int threads;
  private final double seconds;
  private final long limit;
  private final String form;

  private TrainingBench(String[] args) {
    model = Path.of(args[1]);
    threads = Integer.parseInt(args[2]);
    seconds = Double.parseDouble(args[3]);
    limit = Long.parseLong(args[4]) << 20;
    form = args[5];
  }

  public static void main(String[] args) {
    switch (args[0]) {
      case "generate" -> RandomModel.of(args[1]).write(Path.of(args[2]));
      case "lengths" -> lengths(Path.of(args[1]), Path.of(args[2]));
      case "fixed" -> {
        int rows = Integer.parseInt(args[6]);
        int length = Integer.parseInt(args[7]);
        new TrainingBench(args)
            .measure(
                new MemoryPlan.Load((long) rows * length, length, length),
                spec -> List.of(fixed(spec, rows, length)),
                TrainingOptions.defaults());
      }
      case "rows" -> {
        List<EncodedExample> examples = encoded(Path.of(args[1]), Path.of(args[7]));
        TrainingOptions options = options(Integer.parseInt(args[6]));
        new TrainingBench(args)
            .measure(
                MemoryPlan.Load.of(examples, options),
                spec -> EpochPlan.batches(examples, options, 0),
                options);
      }
      default -> throw new IllegalArgumentException("not a measurement: " + args[0]);
    }
  }

  private interface Batches {
    List<Batch> of(ModelSpec spec);
  }

  private void measure(MemoryPlan.Load load, Batches source, TrainingOptions options) {
    NativeRuntime.start(threads);
    MemoryPlan plan;
    ModelWeights weights;
    try (GgufFile file = GgufFile.open(model)) {
      ModelSpec spec = ModelSpec.of(file);
      List<WeightForm> forms =
          MemoryPlan.forms(
              PrecisionProbe.halves(
                  form.endsWith("float32")
                      ? TrainingResources.Precision.FLOAT32
                      : TrainingResources.Precision.AUTO));
      plan =
          MemoryPlan.choose(
              spec,
              WeightStorage.of(file),
              load,
              options,
              form.startsWith("packed") ? List.of(forms.getLast()) : forms,
              limit);
      weights = ModelWeights.load(file, spec, plan.form(), Math.toIntExact(load.length()));
    }
    long loaded = FreeMemory.peakBytes();
    List<Batch> batches = source.of(weights.spec());
    int tokens = batches.stream().mapToInt(Batch::tokens).sum();
    List<Double> walls = new ArrayList<>();
    List<Double> cpus = new ArrayList<>();
    double loss = 0;
    try (weights;
        NDManager owner = NativeRuntime.newManager();
        GradientProgram program = GradientProgram.compile(weights.spec(), plan.form())) {
      LoraParameters lora = LoraParameters.initial(owner, weights.spec(), options);
      Workspace workspace = plan.workspace(owner, program);
      long end = Long.MAX_VALUE;
      for (int pass = 0; System.nanoTime() < end; pass++) {
        long start = System.nanoTime();
        long used = cpu();
        for (Batch batch : batches) {
          loss = step(program, weights, workspace, lora, batch, pass + 1);
        }
        walls.add((System.nanoTime() - start) / 1e9);
        cpus.add((cpu() - used) / 1e9);
        if (pass == 0) { // warms up
          end = System.nanoTime() + (long) (seconds * 1e9);
        }
      }
    }
    print(plan, walls, cpus, tokens, loss, loaded);
  }

  private static double step(
      GradientProgram program,
      ModelWeights weights,
      Workspace workspace,
      LoraParameters lora,
      Batch batch,
      int step) {
    try (NDManager scope = NativeRuntime.newManager()) {
      int answers = batch.input().targets().length;
      float[] each =
          program.accumulate(
              scope,
              batch.input(),
              answers,
              workspace,
              2,
              weights,
              lora.adapter(),
              lora.accumulators());
      program.update(
          scope,
          2e-4,
          step,
          1,
          0,
          lora.adapter(),
          lora.accumulators(),
          lora.means(),
          lora.squares());
      double sum = 0;
      for (float one : each) {
        sum += one;
      }
      return sum / answers;
    }
  }

  private void print(
      MemoryPlan plan,
      List<Double> walls,
      List<Double> cpus,
      int tokens,
      double loss,
      long loaded) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("variant", "ours " + plan.form() + ", kept " + plan.keptLayers());
    line.put("steps", walls.size());
    line.put("tokensPerSecond", tokens / median(walls));
    line.put("bestTokensPerSecond", tokens / Collections.min(tail(walls)));
    line.put("tokensPerCpuSecond", tokens / median(cpus));
    line.put("bestTokensPerCpuSecond", tokens / Collections.min(tail(cpus)));
    line.put("peakBytes", FreeMemory.peakBytes());
    line.put("plannedBytes", plan.bytes());
    line.put("loadedBytes", loaded);
    line.put("loss", loss);
    line.put("secondsPerPass", median(walls));
    System.out.println(TrainingJson.line(line));
  }

  private static List<Double> tail(List<Double> values) {
    return values.size() > 1 ? values.subList(1, values.size()) : values;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = tail(values).stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static long cpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private static Batch fixed(ModelSpec spec, int rows, int length) {
    Random random = new Random(1);
    long[] ids = random.longs((long) rows * length, 0, spec.vocabulary()).toArray();
    long[] positions = new long[rows * (length - 1)];
    long[] targets = new long[positions.length];
    for (int i = 0; i < positions.length; i++) {
      int at = i / (length - 1) * length + i % (length - 1);
      positions[i] = at;
      targets[i] = ids[at + 1];
    }
    TokenRows input = TokenRows.padded(rows, ids, positions, targets);
    return new Batch(input, new int[positions.length], ids.length);
  }

  private static TrainingOptions options(int batch) {
    TrainingOptions d = TrainingOptions.defaults();
    return new TrainingOptions(
        d.rank(),
        d.alpha(),
        d.targets(),
        d.learningRate(),
        1,
        batch,
        1,
        d.warmupShare(),
        d.schedule(),
        d.clipNorm(),
        d.weightDecay(),
        d.seed(),
        d.maxTokens(),
        0,
        0,
        0);
  }

  private static List<EncodedExample> encoded(Path model, Path examples) {
    try (GgufFile file = GgufFile.open(model)) {
      ExampleEncoder encoder = new ExampleEncoder(PromptEncoder.of(file), 1024);
      return encoder.encode(TrainingJson.readExamples(examples)).examples();
    }
  }

  private static void lengths(Path model, Path examples) {
    List<int[]> lengths = new ArrayList<>();
    for (EncodedExample example : encoded(model, examples)) {
      lengths.add(new int[] {example.length(0), example.promptLengths().getFirst()});
    }
    System.out.println(Arrays.deepToString(lengths.toArray(int[][]::new)));
  }
}
