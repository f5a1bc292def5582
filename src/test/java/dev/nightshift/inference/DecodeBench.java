package dev.nightshift.inference;

import dev.nightshift.inference.EngineSettings.Computing;
import dev.nightshift.inference.EngineSettings.Precision;
import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.TestModel;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The engine's part of {@code bench/decode}, which says what it is for. */
final class DecodeBench {
  private static final int USERS = 8;
  private static final int ANSWER = 96;
  private static final String TEXT =
      "The harbour lay quiet in the early light, and the fishermen were mending their nets while"
          + " the first boats came home. Nobody spoke much. An old man counted the crates, wrote a"
          + " number into his book, and looked at the sky, which promised rain before noon. ";

  private DecodeBench() {}

  /**
   * {@code model}, {@code speed MODEL THREADS}, {@code difference MODEL JSON}, {@code constraint
   * MODEL}.
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "model" -> System.out.println(TestModel.standard().file().toAbsolutePath());
      case "speed" -> speed(Path.of(args[1]), Integer.parseInt(args[2]));
      case "constraint" -> ConstraintBench.run(Path.of(args[1]));
      case "difference" -> difference(Path.of(args[1]), Path.of(args[2]));
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.exit(0);
  }

  private static EmbeddedEngine load(Path model, Computing what, int threads) {
    return EmbeddedEngine.load(
        model, new EngineSettings(Precision.FLOAT32, threads, 2048, 32, 4, 16, 0, what));
  }

  private static void speed(Path model, int threads) throws Exception {
    try (EmbeddedEngine engine = load(model, Computing.BLOCKS, threads);
        ExecutorService users = Executors.newFixedThreadPool(USERS)) {
      together(engine, users);
      double prompt = 0;
      double single = 0;
      double perSecond = 0;
      double many = 0;
      for (int run = 0; run < 3; run++) {
        Timed reading = new Timed(engine, run + TEXT.repeat(3), 1);
        prompt = Math.max(prompt, reading.answer.promptTokens() * 1e9 / reading.first);
        long used = processorNanos();
        Timed writing = new Timed(engine, run + " Write a very long story about the sea.", ANSWER);
        perSecond =
            Math.max(perSecond, writing.answer.answerTokens() * 1e9 / (processorNanos() - used));
        double further = writing.answer.answerTokens() - 1;
        single = Math.max(single, further * 1e9 / (writing.last - writing.first));
        many = Math.max(many, together(engine, users));
      }
      System.out.printf(
          "%-10s %7d %14.1f %14.1f %14.1f %22.1f%n",
          "engine", threads, prompt, single, many, perSecond);
    }
  }

  /** Tokens a second of several users at once, from the first one's question on. */
  private static double together(EmbeddedEngine engine, ExecutorService users) throws Exception {
    long start = System.nanoTime();
    List<Future<Timed>> asked = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      String question = user + " Write a very long story about the sea.";
      asked.add(users.submit(() -> new Timed(engine, question, ANSWER)));
    }
    int tokens = 0;
    for (Future<Timed> one : asked) {
      tokens += one.get().answer.answerTokens();
    }
    return tokens * 1e9 / (System.nanoTime() - start);
  }

  private static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** One answer with the nanoseconds to its first and last token. */
  private static final class Timed {
    private final Completion answer;
    private final long last;
    private long first;

    Timed(EmbeddedEngine engine, String question, int tokens) {
      long start = System.nanoTime();
      answer =
          engine.complete(
              new CompletionRequest(
                  List.of(ChatMessage.user(question)),
                  tokens,
                  0,
                  1,
                  0,
                  List.of(),
                  null,
                  Duration.ofMinutes(10),
                  () -> false,
                  piece -> first = first == 0 ? System.nanoTime() - start : first));
      last = System.nanoTime() - start;
    }
  }

  private static void difference(Path model, Path judged) {
    JsonNode all = JsonMapper.shared().readTree(judged.toFile());
    double[] exact = values(model, Computing.TORCH, all);
    double[] engine = values(model, Computing.BLOCKS, all);
    double[] other = new double[all.size()];
    for (int i = 0; i < other.length; i++) {
      other[i] = all.get(i).get("value").asDouble();
    }
    System.out.printf("log-probabilities, difference from float32 (%d tokens):%n", exact.length);
    tell("engine", exact, engine);
    tell("llama.cpp", exact, other);
  }

  private static double[] values(Path model, Computing what, JsonNode all) {
    double[] values = new double[all.size()];
    try (EmbeddedEngine engine = load(model, what, 0)) {
      for (int i = 0; i < values.length; i++) {
        JsonNode ids = all.get(i).get("prompt");
        int[] prompt = new int[ids.size()];
        for (int t = 0; t < prompt.length; t++) {
          prompt[t] = ids.get(t).asInt();
        }
        int[] token = {all.get(i).get("token").asInt()};
        values[i] = engine.logProbabilities(prompt, token, null)[0];
      }
    }
    return values;
  }

  private static void tell(String who, double[] exact, double[] found) {
    double most = 0;
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      most = Math.max(most, Math.abs(exact[i] - found[i]));
      sum += Math.abs(exact[i] - found[i]);
    }
    System.out.printf("%-10s mean %.6f, most %.6f%n", who, sum / exact.length, most);
  }
}
