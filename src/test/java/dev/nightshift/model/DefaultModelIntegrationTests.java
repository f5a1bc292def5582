package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GroupedWeights;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Reads the real default model. */
class DefaultModelIntegrationTests {
  @Test
  void the_default_model_is_the_one_that_was_promised() {
    BaseModel model = TestModel.standard();
    assertThat(model.bytes()).isEqualTo(98_362_432);
    try (GgufFile file = GgufFile.open(model.file())) {
      ModelSpec spec = ModelSpec.of(file);
      assertThat(spec.architecture()).isEqualTo("llama");
      assertThat(spec.layers()).isEqualTo(30);
      assertThat(spec.hidden()).isEqualTo(576);
      assertThat(spec.heads()).isEqualTo(9);
      assertThat(spec.kvHeads()).isEqualTo(3);
      assertThat(spec.headDim()).isEqualTo(64);
      assertThat(spec.vocabulary()).isEqualTo(49_152);
      assertThat(spec.tiedEmbeddings()).isTrue();
      assertThat(spec.ropeInterleaved()).isTrue();
    }
  }

  @Test
  void all_weights_are_decoded_in_seconds_and_groups_give_the_same_values() {
    try (GgufFile file = GgufFile.open(TestModel.standard().file())) {
      long start = System.nanoTime();
      long elements = 0;
      for (GgufTensor tensor : file.tensors().values()) {
        elements += Dequantizer.toFloats(tensor).length;
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(elements).isEqualTo(134_515_008);
      assertThat(took).isLessThan(Duration.ofSeconds(10));
      GgufTensor tensor = file.tensor("blk.7.ffn_down.weight");
      float[] values = Dequantizer.toFloats(tensor);
      GroupedWeights groups = GroupedWeights.of(tensor);
      for (int i = 0; i < values.length; i++) {
        int g = i / groups.groupSize();
        float value = (groups.codes()[i] & 255) * groups.scales()[g] + groups.offsets()[g];
        if (value != values[i]) {
          throw new AssertionError("value " + i + " is " + value + ", not " + values[i]);
        }
      }
    }
  }
}
