package dev.nightshift.inference;

import dev.nightshift.grammar.ConstrainedAnswer;
import dev.nightshift.grammar.Constraint;
import dev.nightshift.grammar.TokenConstraint;
import dev.nightshift.grammar.TokenTrie;
import dev.nightshift.inference.EngineSettings.Computing;
import dev.nightshift.inference.EngineSettings.Precision;
import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.Tokenizer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** What a constraint costs: a part of {@code bench/decode}. */
final class ConstraintBench {
  private static final int TOKENS = 160;
  private static final int RUNS = 5;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ConstraintBench() {}

  /** Prints processor microseconds a token and, of the constraint's own work, the share. */
  static void run(Path model) {
    EngineSettings settings =
        new EngineSettings(Precision.FLOAT32, 1, 2048, 32, 4, 16, 0, Computing.BLOCKS);
    Constraint schema = new Constraint.JsonSchema(TradeAdjustment.SCHEMA);
    try (EmbeddedEngine engine = EmbeddedEngine.load(model, settings)) {
      double free = Double.MAX_VALUE;
      double held = Double.MAX_VALUE;
      String text = "";
      for (int i = 0; i < RUNS; i++) {
        free = Math.min(free, perToken(engine, ask(i)));
        held = Math.min(held, perToken(engine, ask(i).constrained(schema)));
        text = engine.complete(ask(i).constrained(schema)).text();
      }
      System.out.printf("decode, microseconds a token: free %.0f, held %.0f%n", free, held);
      own(engine.prompts().tokenizer(), schema, text, free);
      Constraint counted = new Constraint.JsonSchema("{\"type\":\"string\",\"maxLength\":900}");
      System.out.println("a string that counts its characters, the worst case:");
      own(engine.prompts().tokenizer(), counted, '"' + "It rose. ".repeat(20) + '"', free);
    }
  }

  private static CompletionRequest ask(int run) {
    return CompletionRequest.greedy(
        List.of(ChatMessage.user(run + " ACME rose 4 %. Adjust the trade, and say why at length.")),
        TOKENS);
  }

  /** Of the whole process; the prompt is known already. */
  private static double perToken(EmbeddedEngine engine, CompletionRequest request) {
    engine.complete(CompletionRequest.greedy(request.messages(), 1));
    long start = processorNanos();
    Completion answer = engine.complete(request);
    return (processorNanos() - start) / 1e3 / answer.answerTokens();
  }

  private static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** The constraint's own work, replayed on an answer. */
  private static void own(Tokenizer tokenizer, Constraint schema, String text, double free) {
    long start = THREADS.getCurrentThreadCpuTime();
    List<byte[]> tokens =
        IntStream.range(0, tokenizer.vocabularySize()).mapToObj(tokenizer::bytes).toList();
    TokenTrie vocabulary = new TokenTrie(tokens, tokenizer.eosIds(), tokenizer.dropsFirstSpace());
    tell("vocabulary, once", start, 1, free);
    start = THREADS.getCurrentThreadCpuTime();
    TokenConstraint compiled = schema.over(vocabulary);
    tell("schema, once", start, 1, free);
    int[] ids = tokenizer.encode(text);
    start = THREADS.getCurrentThreadCpuTime();
    replay(compiled, ids, 1000, true);
    tell("a mask for every token, first time", start, ids.length, free);
    start = THREADS.getCurrentThreadCpuTime();
    replay(compiled, ids, 1000, true);
    tell("a mask for every token, again", start, ids.length, free);
    start = THREADS.getCurrentThreadCpuTime();
    replay(compiled, ids, 1000, false);
    tell("the model's first choice is allowed", start, ids.length, free);
    start = THREADS.getCurrentThreadCpuTime();
    replay(compiled, ids, ids.length + 1, true);
    tell("a mask for every token, few tokens left", start, ids.length, free);
  }

  private static void replay(TokenConstraint compiled, int[] ids, int most, boolean masks) {
    ConstrainedAnswer answer = compiled.begin(most);
    for (int id : ids) {
      if (!(masks ? answer.allowed().get(id) : answer.allows(id))) {
        throw new IllegalStateException("token " + id + " is not allowed");
      }
      answer.take(id);
    }
  }

  private static void tell(String what, long start, int tokens, double free) {
    double micros = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / tokens;
    System.out.printf("%-42s %10.1f  %6.2f %%%n", what, micros, 100 * micros / free);
  }
}
