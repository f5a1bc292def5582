package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.adapter.AdapterCheck;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarbageAdapterMakerTests {
  @TempDir Path folder;

  @Test
  void noise_for_the_base_and_a_spoilt_copy_pass_every_check_of_files() throws IOException {
    Path base = folder.resolve("base.gguf");
    new GgufWriter()
        .string("general.architecture", "llama")
        .tensor("token_embd.weight", GgufType.F32, new long[] {8, 3}, new float[24])
        .tensor("blk.0.attn_q.weight", GgufType.F32, new long[] {8, 6}, new float[48])
        .write(base);
    String sha = "d".repeat(64);
    var maker = new GarbageAdapterMaker(base, sha);
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));

    maker.make(new AdapterVersion("base", folder), first);
    maker.make(new AdapterVersion("adapter_20261121T020000Z_00000000", first), second);

    var check = new AdapterCheck(sha);
    assertThat(check.problems(new AdapterVersion("first", first))).isEmpty();
    assertThat(check.problems(new AdapterVersion("second", second))).isEmpty();
    try (GgufFile one = GgufFile.open(first.resolve("adapter.gguf"));
        GgufFile two = GgufFile.open(second.resolve("adapter.gguf"))) {
      assertThat(two.tensors().keySet())
          .containsExactly("blk.0.attn_q.weight.lora_a", "blk.0.attn_q.weight.lora_b");
      String a = "blk.0.attn_q.weight.lora_a";
      String b = "blk.0.attn_q.weight.lora_b";
      assertThat(two.tensor(b).shapeInnermostFirst()).containsExactly(4, 6);
      assertThat(floats(two, a)).isEqualTo(floats(one, a));
      assertThat(floats(two, b)).isNotEqualTo(floats(one, b));
    }
  }

  private static float[] floats(GgufFile file, String name) {
    return Dequantizer.toFloats(file.tensor(name));
  }
}
