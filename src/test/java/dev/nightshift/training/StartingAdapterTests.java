package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import dev.nightshift.model.TinyModel;
import dev.nightshift.training.LoraTensors.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code train --from} takes, and what it refuses. */
class StartingAdapterTests {
  private static final int RANK = 2;
  private static final double ALPHA = 6;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "phi3"})
  void our_own_files_come_back_as_they_went_out(String architecture) throws IOException {
    ModelSpec spec = spec(architecture);
    Map<String, Pair> trained = TestPairs.of(spec, List.of(Projection.values()), RANK);
    export(spec, trained);
    StartingAdapter read = StartingAdapter.read(folder.resolve("adapter.gguf"), spec);
    assertThat(read.adapter().rank()).isEqualTo(RANK);
    assertThat(read.adapter().alpha()).isEqualTo(ALPHA);
    assertThat(read.targets()).containsExactly(Projection.values());
    assertSame(read.adapter(), trained);
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "qwen2", "phi3"})
  void the_peft_export_holds_the_same_adapter_as_the_gguf(String architecture) throws IOException {
    ModelSpec spec = spec(architecture);
    export(
        spec, TestPairs.of(spec, List.of(Projection.QUERY, Projection.KEY, Projection.DOWN), RANK));
    StartingAdapter gguf = StartingAdapter.read(folder, spec);
    Files.delete(folder.resolve("adapter.gguf"));
    StartingAdapter peft = StartingAdapter.read(folder, spec);
    assertThat(peft.adapter().alpha()).isEqualTo(gguf.adapter().alpha());
    assertThat(peft.targets())
        .containsExactly(Projection.QUERY, Projection.KEY, Projection.DOWN)
        .isEqualTo(gguf.targets());
    assertSame(peft.adapter(), gguf.adapter().tensors());
    assertThat(peft.sha256()).isNotEqualTo(gguf.sha256());
  }

  @Test
  void a_copy_is_read_like_the_original() throws IOException {
    ModelSpec spec = spec("llama");
    export(spec, TestPairs.of(spec, List.of(Projection.QUERY), RANK));
    Path gguf = Files.move(folder.resolve("adapter.gguf"), folder.resolve("theirs.gguf"));
    for (Path from : List.of(gguf, folder)) {
      StartingAdapter original = StartingAdapter.read(from, spec);
      Path copy = StartingAdapter.copy(from, folder.resolve("copy-" + from.getFileName()));
      assertThat(StartingAdapter.read(copy, spec).sha256()).isEqualTo(original.sha256());
    }
  }

  @Test
  void without_alpha_the_factor_is_one_as_in_llama_cpp() {
    ModelSpec spec = spec("llama");
    Path file = gguf("llama", 0, 1, "blk.0.attn_q.weight", spec.hidden(), 2, 2, spec.hidden());
    assertThat(StartingAdapter.read(file, spec).adapter().alpha()).isEqualTo(2);
  }

  @Test
  void scales_that_differ_become_one_and_what_is_added_stays() throws IOException {
    ModelSpec spec = spec("llama");
    Map<String, Pair> trained =
        TestPairs.of(spec, List.of(Projection.VALUE, Projection.DOWN), RANK);
    PeftAdapterWriter.write(new LoraTensors(RANK, ALPHA, trained), spec, "tiny", folder);
    config("\"alpha_pattern\": {\"layers.0.self_attn.v_proj\": 3}, \"use_rslora\": true,");
    LoraTensors read = StartingAdapter.read(folder, spec).adapter();
    double scale = read.alpha() / read.rank();
    String first = Projection.VALUE.tensor(0);
    String second = Projection.VALUE.tensor(1);
    assertThat(scale * pair(read, first).b()[5])
        .isCloseTo(3 / Math.sqrt(RANK) * pair(trained, first).b()[5], within(1e-6));
    assertThat(scale * pair(read, second).b()[5])
        .isCloseTo(ALPHA / Math.sqrt(RANK) * pair(trained, second).b()[5], within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    "use_dora, true",
    "bias, \"all\"",
    "modules_to_save, [\"lm_head\"]",
    "fan_in_fan_out, true",
    "alora_invocation_tokens, [1]",
    "init_lora_weights, \"pissa_niter_16\"",
    "init_lora_weights, \"OLoRA\"",
    "init_lora_weights, \"corda\"",
    "init_lora_weights, \"loftq\"",
    "peft_type, \"LOHA\"",
    "r, 3",
    "lora_alpha, 0"
  })
  void what_peft_would_compute_otherwise_is_refused(String key, String value) throws IOException {
    ModelSpec spec = spec("llama");
    export(spec, TestPairs.of(spec, List.of(Projection.VALUE), RANK));
    Files.delete(folder.resolve("adapter.gguf"));
    config("\"%s\": %s,".formatted(key, value));
    refused(folder, spec, key.equals("r") ? "rank 2" : key);
  }

  @Test
  void an_adapter_of_another_base_is_refused_with_what_differs() throws IOException {
    ModelSpec spec = spec("llama");
    int hidden = spec.hidden();
    export(spec, TestPairs.of(spec, List.of(Projection.VALUE), RANK));
    refused(folder, spec("qwen2"), "general.architecture is 'llama'; for this base it is 'qwen2'");
    String name = "blk.0.attn_q.weight";
    refused(
        gguf("llama", 1, 1, name, hidden + 32, 2, 2, hidden), spec, "'" + name + "' has A [2, ");
    refused(gguf("llama", 1, 1, name, hidden, 2, 3, hidden), spec, "this base needs A [r, ");
    refused(gguf("llama", 1, 1, "blk.77.attn_q.weight", hidden, 2, 2, hidden), spec, "of 2 layers");
    refused(gguf("llama", 1, 1, "token_embd.weight", hidden, 2, 2, 96), spec, "token_embd");
  }

  @Test
  void broken_adapters_are_refused_with_what_is_wrong() throws IOException {
    ModelSpec spec = spec("llama");
    int hidden = spec.hidden();
    String name = "blk.0.attn_q.weight";
    refused(
        gguf("llama", 1, Float.NaN, name, hidden, 2, 2, hidden), spec, name + " A: value 0 is NaN");
    refused(gguf("llama", -1, 1, name, hidden, 2, 2, hidden), spec, "adapter.lora.alpha is -1");
    refused(folder.resolve("nowhere"), spec, "no such file or directory");
    refused(Files.createDirectory(folder.resolve("empty")), spec, "holds neither adapter.gguf nor");
    refused(Files.writeString(folder.resolve("text.gguf"), "GGUF"), spec, "text.gguf");
    Path half = folder.resolve("half.gguf");
    head("llama", 1)
        .tensor(name + ".lora_a", GgufType.F32, new long[] {hidden, 1}, new float[hidden])
        .write(half);
    refused(half, spec, "'" + name + "' has .lora_a alone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false", "null", "\"gaussian\"", "\"eva\""})
  void initialisations_that_leave_the_base_alone_are_read(String value) throws IOException {
    ModelSpec spec = spec("llama");
    export(spec, TestPairs.of(spec, List.of(Projection.VALUE), RANK));
    Files.delete(folder.resolve("adapter.gguf"));
    config("\"init_lora_weights\": %s,".formatted(value));
    assertThat(StartingAdapter.read(folder, spec).adapter().rank()).isEqualTo(RANK);
  }

  @Test
  void a_rank_that_cannot_be_trained_is_refused_as_such() {
    ModelSpec spec = spec("llama");
    int hidden = spec.hidden();
    String name = "blk.0.attn_q.weight";
    StartingAdapter most =
        StartingAdapter.read(gguf("llama", 1, 1, name, hidden, 256, 256, hidden), spec);
    assertThat(most.adapter().rank()).isEqualTo(256);
    for (int rank : new int[] {257, 1024}) {
      refused(
          gguf("llama", 1, 1, name, hidden, rank, rank, hidden),
          spec,
          "has rank %d; at most 256 can be trained".formatted(rank));
    }
  }

  private static void refused(Path from, ModelSpec base, String why) {
    assertThatThrownBy(() -> StartingAdapter.read(from, base))
        .isInstanceOfSatisfying(
            TrainingException.class,
            e -> assertThat(e.code()).isEqualTo(TrainingException.Code.ADAPTER))
        .hasMessageContaining("cannot be continued: ")
        .hasMessageContaining(why);
  }

  private static GgufWriter head(String architecture, double alpha) {
    return new GgufWriter()
        .string("general.type", "adapter")
        .string("general.architecture", architecture)
        .string("adapter.type", "lora")
        .float32("adapter.lora.alpha", alpha);
  }

  private Path gguf(
      String architecture, double alpha, float value, String name, int in, int r, int rb, int out) {
    float[] a = new float[in * r];
    a[0] = value;
    Path file = folder.resolve("one.gguf");
    head(architecture, alpha)
        .tensor(name + ".lora_a", GgufType.F32, new long[] {in, r}, a)
        .tensor(name + ".lora_b", GgufType.F32, new long[] {rb, out}, new float[rb * out])
        .write(file);
    return file;
  }

  /** Puts entries before those of the configuration that has been written. */
  private void config(String entries) throws IOException {
    Path file = folder.resolve("adapter_config.json");
    String key = entries.replaceFirst("^\"(\\w+)\".*", "$1");
    String rest = Files.readString(file).replaceFirst("\\{", "");
    Files.writeString(file, "{" + entries + rest.replaceFirst("\"" + key + "\"", "\"was\""));
  }

  private ModelSpec spec(String architecture) {
    Path model = folder.resolve(architecture + "-base.gguf");
    try (GgufFile file = GgufFile.open(TinyModel.write(model, architecture, GgufType.F32))) {
      return ModelSpec.of(file);
    }
  }

  private void export(ModelSpec spec, Map<String, Pair> trained) {
    LoraTensors tensors = new LoraTensors(RANK, ALPHA, FusedTensors.stored(spec, trained));
    GgufAdapterWriter.write(tensors, spec, folder.resolve("adapter.gguf"));
    PeftAdapterWriter.write(tensors, spec, "tiny", folder);
  }

  private static void assertSame(LoraTensors found, Map<String, Pair> expected) {
    assertThat(found.tensors().keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, pair) -> {
          assertThat(pair(found, name).a()).as(name).containsExactly(pair.a());
          assertThat(pair(found, name).b()).as(name).containsExactly(pair.b(), within(1e-6f));
        });
  }

  private static Pair pair(LoraTensors tensors, String name) {
    return pair(tensors.tensors(), name);
  }

  private static Pair pair(Map<String, Pair> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name));
  }
}
