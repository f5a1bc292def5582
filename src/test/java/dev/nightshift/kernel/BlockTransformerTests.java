package dev.nightshift.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.kernel.LowRankAdapter.Pair;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import dev.nightshift.model.Reference;
import dev.nightshift.model.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Compares the transformer with numbers that transformers gave for the same weights. */
class BlockTransformerTests {
  private static final JsonNode INPUT = Reference.json("tiny_models.json").get("input");
  private static final int[] FIRST = sequence(0, 12);
  private static final int[] SECOND = sequence(1, 9);

  @TempDir Path folder;

  @ParameterizedTest
  @FieldSource("dev.nightshift.model.TinyModel#NAMES")
  void logits_equal_the_reference_at_once_in_pieces_and_token_by_token(String model) {
    JsonNode expected = TinyModel.reference(model).get("float32").get("base_logits");
    try (Loaded loaded = load(model, GgufType.F32, 2)) {
      for (int first : new int[] {12, 7, 1}) {
        assertClose(loaded.stepwise(FIRST, first, null), floats(expected.get(0)), 2e-5);
      }
      assertClose(loaded.stepwise(SECOND, 9, null), floats(expected.get(1)), 2e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "gemma3", "phi3"})
  void sequences_that_are_run_together_give_what_each_gives_alone(String model) {
    JsonNode expected = TinyModel.reference(model).get("float32").get("base_logits");
    try (Loaded loaded = load(model, GgufType.F32, 2)) {
      KeyValueCache first = loaded.run(Arrays.copyOf(FIRST, 11));
      List<TokenChunk> chunks =
          List.of(
              new TokenChunk(first, new int[] {FIRST[11]}, 1, null),
              new TokenChunk(new KeyValueCache(loaded.spec()), new int[] {1, 2, 3}, 0, null),
              new TokenChunk(new KeyValueCache(loaded.spec()), SECOND, 1, null));
      float[] logits = loaded.transformer().run(chunks);
      assertThat(logits).hasSize(2 * 96);
      assertClose(Arrays.copyOf(logits, 96), floats(expected.get(0)), 2e-5);
      assertClose(Arrays.copyOfRange(logits, 96, 192), floats(expected.get(1)), 2e-5);
    }
  }

  @Test
  void a_sequence_continued_from_a_known_beginning_is_the_same_sequence() {
    try (Loaded loaded = load("qwen2", GgufType.Q8_0, 1)) {
      int[] tokens = new int[150];
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = 7 * i % 96;
      }
      float[] whole = loaded.stepwise(tokens, tokens.length, null);
      for (int known : new int[] {64, 100, 149}) {
        KeyValueCache other = loaded.run(tokens).prefix(known);
        int[] rest = Arrays.copyOfRange(tokens, known, tokens.length);
        float[] logits = loaded.transformer().run(List.of(new TokenChunk(other, rest, 1, null)));
        assertClose(logits, whole, 1e-5);
      }
    }
  }

  @Test
  void a_beginning_does_not_see_what_is_added_to_the_sequence_it_was_taken_from() {
    try (Loaded loaded = load("llama", GgufType.F32, 1)) {
      KeyValueCache known = loaded.run(Arrays.copyOf(FIRST, 7));
      KeyValueCache prefix = known.prefix(5);
      int[] others = {90, 91, 92, 93};
      loaded.transformer().run(List.of(new TokenChunk(known, others, 0, null)));
      int[] rest = Arrays.copyOfRange(FIRST, 5, 12);
      float[] logits = loaded.transformer().run(List.of(new TokenChunk(prefix, rest, 1, null)));
      assertClose(logits, loaded.stepwise(FIRST, 12, null), 1e-5);
    }
  }

  @Test
  void an_adapter_acts_like_weights_to_which_it_was_added_and_only_on_its_own_sequence() {
    try (Loaded loaded = load("llama", GgufType.F32, 2)) {
      LowRankAdapter adapter = adapter(loaded.spec(), 0.2);
      LowRankAdapter other = adapter(loaded.spec(), 0.3);
      float[] base = loaded.stepwise(FIRST, 12, null);
      float[] adapted = loaded.stepwise(FIRST, 12, adapter);
      assertThat(distance(base, adapted)).isGreaterThan(1e-2);
      assertClose(loaded.stepwise(FIRST, 1, adapter), adapted, 2e-5);
      List<TokenChunk> together = new ArrayList<>();
      for (LowRankAdapter one : Arrays.asList(other, null, adapter, null, other)) {
        together.add(new TokenChunk(new KeyValueCache(loaded.spec()), FIRST, 1, one));
      }
      float[] logits = loaded.transformer().run(together);
      float[] third = loaded.stepwise(FIRST, 12, other);
      List<float[]> expected = List.of(third, base, adapted, base, third);
      for (int i = 0; i < expected.size(); i++) {
        float[] found = Arrays.copyOfRange(logits, 96 * i, 96 * (i + 1));
        assertClose(found, expected.get(i), 2e-5);
      }
    }
  }

  private static LowRankAdapter adapter(ModelSpec spec, double strength) {
    List<Map<Projection, Pair>> layers = new ArrayList<>();
    for (int layer = 0; layer < spec.layers(); layer++) {
      Map<Projection, Pair> pairs = new EnumMap<>(Projection.class);
      for (Projection projection : List.of(Projection.QUERY, Projection.UP, Projection.DOWN)) {
        int rank = 2 + layer;
        float[] a = formula(rank * projection.inputs(spec), strength);
        float[] b = formula(rank * projection.outputs(spec), strength);
        pairs.put(projection, new Pair(rank, a, b, 0.5));
      }
      layers.add(pairs);
    }
    return new LowRankAdapter(layers);
  }

  private static float[] formula(int count, double strength) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (strength * Math.sin(0.7 * i + count));
    }
    return values;
  }

  private record Loaded(GgufFile file, BlockTransformer transformer) implements AutoCloseable {
    ModelSpec spec() {
      return transformer.spec();
    }

    KeyValueCache run(int[] tokens) {
      KeyValueCache known = new KeyValueCache(spec());
      transformer.run(List.of(new TokenChunk(known, tokens, 0, null)));
      assertThat(known.length()).isEqualTo(tokens.length);
      return known;
    }

    /** The last logits, with {@code first} tokens run at once and the others one by one. */
    float[] stepwise(int[] tokens, int first, @Nullable LowRankAdapter adapter) {
      KeyValueCache known = new KeyValueCache(spec());
      float[] logits = {};
      for (int at = 0; at < tokens.length; ) {
        int count = at == 0 ? first : 1;
        int[] now = Arrays.copyOfRange(tokens, at, at + count);
        logits = transformer.run(List.of(new TokenChunk(known, now, 1, adapter)));
        at += count;
      }
      return logits;
    }

    @Override
    public void close() {
      transformer.close();
      file.close();
    }
  }

  @Test
  void weights_side_by_side_give_what_those_in_the_file_give() {
    int[] tokens = Arrays.copyOf(FIRST, 11);
    try (Loaded copied = load("llama", GgufType.Q8_0, 2, Long.MAX_VALUE);
        Loaded inFile = load("llama", GgufType.Q8_0, 2, 0)) {
      assertThat(copied.transformer().copied()).isPositive();
      assertThat(inFile.transformer().copied()).isZero();
      for (int first : new int[] {11, 6, 1}) {
        assertClose(
            copied.stepwise(tokens, first, null), inFile.stepwise(tokens, first, null), 1e-5);
      }
    }
  }

  @Test
  void weights_stay_in_the_file_when_there_is_no_room_for_all_of_them() {
    long needed;
    try (Loaded copied = load("llama", GgufType.Q8_0, 1, Long.MAX_VALUE)) {
      needed = copied.transformer().copied();
    }
    try (Loaded enough = load("llama", GgufType.Q8_0, 1, needed);
        Loaded less = load("llama", GgufType.Q8_0, 1, needed - 1)) {
      assertThat(enough.transformer().copied()).isEqualTo(needed);
      assertThat(less.transformer().copied()).isZero();
    }
  }

  private Loaded load(String model, GgufType type, int threads) {
    return load(model, type, threads, Long.MAX_VALUE);
  }

  private Loaded load(String model, GgufType type, int threads, long mostCopied) {
    Path path = TinyModel.write(folder.resolve(model + type + ".gguf"), model, type);
    GgufFile file = GgufFile.open(path);
    ModelSpec spec = ModelSpec.of(file);
    return new Loaded(file, new BlockTransformer(file, spec, threads, mostCopied));
  }

  private static int[] sequence(int row, int length) {
    return Arrays.copyOf(ints(INPUT.get("ids").get(row)), length);
  }

  private static int[] ints(JsonNode list) {
    int[] values = new int[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asInt();
    }
    return values;
  }

  private static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) list.get(i).asDouble();
    }
    return values;
  }

  private static double distance(float[] one, float[] other) {
    double most = 0;
    for (int i = 0; i < one.length; i++) {
      most = Math.max(most, Math.abs(one[i] - other[i]));
    }
    return most;
  }

  private static void assertClose(float[] found, float[] expected, double most) {
    assertThat(found).hasSize(expected.length);
    assertThat(distance(found, expected)).isLessThanOrEqualTo(most);
  }
}
