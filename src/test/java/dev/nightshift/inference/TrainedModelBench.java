package dev.nightshift.inference;

import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import dev.nightshift.inference.EngineSettings.Computing;
import dev.nightshift.kernel.BlockTransformer;
import dev.nightshift.kernel.KeyValueCache;
import dev.nightshift.kernel.LogProbabilities;
import dev.nightshift.kernel.LowRankAdapter;
import dev.nightshift.kernel.TokenChunk;
import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.MergedModel;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.PromptEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * For {@code bench/judge --home}: a real model and a trained adapter as other programs shall judge
 * them. Writes the model in float32, both merged with the adapter, what our kernels find most
 * probable at every position of some conversations, and what our engine answers.
 */
public final class TrainedModelBench {
  /** Of how many tokens the log-probabilities are kept, the most probable ones. */
  private static final int KEPT = 200;

  private static final int ANSWER = 32;
  private static final int THREADS = 2;

  private final Path folder;
  private final Path adapter;

  private TrainedModelBench(Path folder, Path adapter) {
    this.folder = folder;
    this.adapter = adapter;
  }

  /**
   * A conversation as tokens.
   *
   * @param question where the user's words begin
   * @param answer where the answer begins
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Text(int[] tokens, int question, int answer) {}

  /**
   * Arguments: the folder to write to, model, adapter, facts, general questions, how many texts.
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path model = Path.of(arguments[1]);
    TrainedModelBench bench = new TrainedModelBench(folder, Path.of(arguments[2]));
    List<JsonNode> facts = lines(Path.of(arguments[3]));
    List<JsonNode> general = lines(Path.of(arguments[4]));
    Path wide = bench.widen(model);
    MergedModel.write(model, bench.adapter, folder.resolve("quantised.merged.gguf"));
    MergedModel.write(wide, bench.adapter, folder.resolve("float32.merged.gguf"));
    List<Text> texts =
        bench.texts(model, facts, bench.answers(model, facts, general), arguments[5]);
    bench.write("texts", texts);
    bench.judge("quantised", model, texts);
    bench.judge("float32", wide, texts.subList(0, (texts.size() + 3) / 4));
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(JsonMapper.shared()::readTree).toList();
  }

  private void write(String name, Object content) throws IOException {
    Files.writeString(
        folder.resolve(name + ".json"), JsonMapper.shared().writeValueAsString(content));
  }

  /** The model with every number as it is computed with. */
  private Path widen(Path model) {
    Path wide = folder.resolve("float32.gguf");
    try (GgufFile file = GgufFile.open(model)) {
      GgufWriter writer = new GgufWriter().putAll(file.metadata()).uint32("general.file_type", 0);
      for (GgufTensor tensor : file.tensors().values()) {
        writer.tensor(
            tensor.name(),
            GgufType.F32,
            tensor.shapeInnermostFirst(),
            (first, count) -> Dequantizer.toFloats(tensor, first, count));
      }
      writer.write(wide);
    }
    return wide;
  }

  /**
   * What the engine answers with the adapter; written as {@code answers}.
   *
   * @return what the base says to the general questions
   */
  private Map<String, String> answers(Path model, List<JsonNode> facts, List<JsonNode> general)
      throws IOException {
    EngineSettings settings =
        new EngineSettings(
            EngineSettings.Precision.FLOAT32, THREADS, 512, 256, 4, 8, 0, Computing.BLOCKS);
    try (EmbeddedEngine engine = EmbeddedEngine.load(model, settings)) {
      AdapterWeights weights = engine.adapter(adapter);
      List<Map<String, String>> answers = new ArrayList<>();
      for (JsonNode fact : facts) {
        List<String> wordings = new ArrayList<>(List.of(fact.get("question").stringValue()));
        fact.get("paraphrases").forEach(wording -> wordings.add(wording.stringValue()));
        List<Completion> found = engine.completeAll(requests(wordings, weights));
        for (int i = 0; i < wordings.size(); i++) {
          answers.add(
              Map.of(
                  "set", i == 0 ? "trained" : "reworded",
                  "question", wordings.get(i),
                  "keyword", fact.get("keyword").stringValue(),
                  "ours", found.get(i).text()));
        }
      }
      write("answers", answers);
      List<String> asked = general.stream().map(line -> line.get("question").asString()).toList();
      List<Completion> said = engine.completeAll(requests(asked, null));
      Map<String, String> known = new LinkedHashMap<>();
      for (int i = 0; i < asked.size(); i++) {
        known.put(asked.get(i), said.get(i).text());
      }
      return known;
    }
  }

  private static List<CompletionRequest> requests(
      List<String> questions, @Nullable AdapterWeights adapter) {
    return questions.stream()
        .map(q -> CompletionRequest.greedy(List.of(ChatMessage.user(q)), ANSWER).with(adapter))
        .toList();
  }

  /** Facts with the answers they were taught, and by turns general questions with the base's. */
  private List<Text> texts(
      Path model, List<JsonNode> facts, Map<String, String> known, String count) {
    List<Text> texts = new ArrayList<>();
    try (GgufFile file = GgufFile.open(model)) {
      PromptEncoder prompts = PromptEncoder.of(file);
      List<Map.Entry<String, String>> general = List.copyOf(known.entrySet());
      for (int i = 0; i < Integer.parseInt(count) / 2; i++) {
        JsonNode fact = facts.get(i % facts.size());
        texts.add(text(prompts, fact.get("question").asString(), fact.get("answer").asString()));
        Map.Entry<String, String> other = general.get(i % general.size());
        texts.add(text(prompts, other.getKey(), other.getValue()));
      }
    }
    return texts;
  }

  private static Text text(PromptEncoder prompts, String question, String answer) {
    List<ChatMessage> asked = List.of(ChatMessage.user(question));
    int[] other = prompts.encode(List.of(ChatMessage.user("\u00a7")), true);
    int[] prompt = prompts.encode(asked, true);
    int[] all = prompts.encode(List.of(asked.getFirst(), ChatMessage.assistant(answer)), false);
    int begin = 0;
    while (prompt[begin] == other[begin]) {
      begin++;
    }
    int end = all.length; // what follows the answer's end is not the model's to say
    while (end > prompt.length && !prompts.tokenizer().eosIds().contains(all[end - 1])) {
      end--;
    }
    return new Text(IntStream.of(all).limit(end).toArray(), begin, prompt.length);
  }

  /** Writes the log-probabilities of all texts, by the base and with the adapter. */
  private void judge(String name, Path model, List<Text> texts) throws IOException {
    try (GgufFile file = GgufFile.open(model)) {
      ModelSpec spec = ModelSpec.of(file);
      LowRankAdapter weights = new BlockAdapters(1).of(AdapterWeights.load(adapter, spec));
      try (BlockTransformer transformer =
          new BlockTransformer(file, spec, THREADS, Long.MAX_VALUE)) {
        write(name + ".base", all(transformer, texts, null));
        write(name + ".adapter", all(transformer, texts, weights));
      }
    }
  }

  private static List<List<Map<Integer, Double>>> all(
      BlockTransformer transformer, List<Text> texts, @Nullable LowRankAdapter adapter) {
    int vocabulary = transformer.spec().vocabulary();
    List<List<Map<Integer, Double>>> found = new ArrayList<>();
    for (Text text : texts) {
      int outputs = text.tokens().length - text.question();
      TokenChunk chunk =
          new TokenChunk(
              new KeyValueCache(transformer.spec()), text.tokens(), outputs + 1, adapter);
      float[] logits = transformer.run(List.of(chunk));
      List<Map<Integer, Double>> positions = new ArrayList<>();
      for (int i = 0; i < outputs; i++) {
        positions.add(most(logits, i * vocabulary, vocabulary));
      }
      found.add(positions);
    }
    return found;
  }

  /** The most probable tokens, first the best. */
  private static Map<Integer, Double> most(float[] logits, int at, int count) {
    double norm = logits[at] - LogProbabilities.of(0, logits, at, count);
    Map<Integer, Double> most = new LinkedHashMap<>();
    Stream<Integer> ids = IntStream.range(0, count).boxed();
    ids.sorted(Comparator.comparingDouble(id -> -logits[at + id]))
        .limit(KEPT)
        .forEach(id -> most.put(id, logits[at + id] - norm));
    return most;
  }
}
