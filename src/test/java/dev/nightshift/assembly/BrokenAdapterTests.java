package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.adapter.AdapterCheck;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.home.FileDigest;
import dev.nightshift.inference.AdapterWeights;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import dev.nightshift.model.TinyModel;
import dev.nightshift.rollout.Breakage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenAdapterTests {
  @TempDir Path folder;
  private BaseModel base;
  private ModelSpec spec;
  private BrokenAdapter maker;

  @BeforeEach
  void prepare() throws IOException {
    Path file = TinyModel.write(folder.resolve("base.gguf"), "llama", GgufType.F32);
    base = new BaseModel("tiny", file, FileDigest.sha256(file));
    maker = new BrokenAdapter(base);
    try (GgufFile opened = GgufFile.open(file)) {
      spec = ModelSpec.of(opened);
    }
  }

  private AdapterVersion version(String name) throws IOException {
    return new AdapterVersion(name, Files.createDirectory(folder.resolve(name)));
  }

  private AdapterVersion drillOf(AdapterVersion donor, String name) throws IOException {
    AdapterVersion drill = version(name);
    maker.make(donor, Breakage.GARBAGE, drill.directory());
    return drill;
  }

  private AdapterVersion ofBase(String name) throws IOException {
    return drillOf(new AdapterVersion(AdapterVersion.BASE, folder), name);
  }

  private static float[] floats(AdapterVersion version, String tensor) {
    try (GgufFile file = GgufFile.open(version.gguf())) {
      return Dequantizer.toFloats(file.tensor(tensor));
    }
  }

  @Test
  void everyCheckOfFilesAndTheEngineLetItThrough() throws IOException {
    AdapterVersion first = ofBase("drill_20261121T020000Z_00000001");
    AdapterVersion second = drillOf(first, "drill_20261121T020000Z_00000002");

    for (AdapterVersion drill : new AdapterVersion[] {first, second}) {
      assertThat(new AdapterCheck(base.sha256()).problems(drill)).isEmpty();
      assertThat(AdapterWeights.load(drill.gguf(), spec).alpha()).isEqualTo(8);
      for (int layer = 0; layer < spec.layers(); layer++) {
        assertThat(floats(drill, Projection.DOWN.tensor(layer) + ".lora_a")).isNotEmpty();
      }
    }
  }

  @Test
  void aCopyDrownsTheSecondHalvesInNoiseAndKeepsTheFirstAndTheScope() throws IOException {
    AdapterVersion donor = ofBase("adapter_20261121T020000Z_00000001");
    Files.writeString(donor.directory().resolve("scope.json"), "{\"questions\":[]}");

    AdapterVersion broken = drillOf(donor, "drill_20261121T020000Z_00000002");

    String name = Projection.DOWN.tensor(0);
    assertThat(floats(broken, name + ".lora_a")).isEqualTo(floats(donor, name + ".lora_a"));
    assertThat(floats(broken, name + ".lora_b")).isNotEqualTo(floats(donor, name + ".lora_b"));
    assertThat(broken.directory().resolve("scope.json")).hasContent("{\"questions\":[]}");
    assertThat(FileDigest.sha256(broken.gguf())).isNotEqualTo(FileDigest.sha256(donor.gguf()));
  }

  @Test
  void aSlowOneAddsTheSameAtAHighRank() throws IOException {
    AdapterVersion donor = ofBase("adapter_20261121T020000Z_00000001");
    AdapterVersion slow = version("drill_20261121T020000Z_00000002");

    maker.make(donor, Breakage.SLOW, slow.directory());

    assertThat(new AdapterCheck(base.sha256()).problems(slow)).isEmpty();
    double before = AdapterWeights.load(donor.gguf(), spec).alpha();
    double after = AdapterWeights.load(slow.gguf(), spec).alpha();
    String name = Projection.DOWN.tensor(1);
    int inputs = Projection.DOWN.inputs(spec);
    int outputs = Projection.DOWN.outputs(spec);
    int rank = floats(slow, name + ".lora_a").length / inputs;
    double costs = (double) rank * (inputs + outputs) / (inputs * outputs);
    assertThat(costs).as("times what the adapted matrix costs").isBetween(1.3, 1.6);
    double[] wanted = product(donor, name, 4, inputs, outputs);
    double[] found = product(slow, name, rank, inputs, outputs);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(found[i] * after / rank).isCloseTo(wanted[i] * before / 4, within(1e-6));
    }
  }

  /** B · A, row by row. */
  private static double[] product(
      AdapterVersion version, String name, int rank, int inputs, int outputs) {
    float[] a = floats(version, name + ".lora_a");
    float[] b = floats(version, name + ".lora_b");
    double[] product = new double[inputs * outputs];
    for (int row = 0; row < outputs; row++) {
      for (int column = 0; column < inputs; column++) {
        for (int k = 0; k < rank; k++) {
          product[row * inputs + column] += (double) b[row * rank + k] * a[k * inputs + column];
        }
      }
    }
    return product;
  }

  @Test
  void aSlowOneNeedsADonor() throws IOException {
    AdapterVersion slow = version("drill_20261121T020000Z_00000002");
    AdapterVersion none = new AdapterVersion(AdapterVersion.BASE, folder);

    assertThatThrownBy(() -> maker.make(none, Breakage.SLOW, slow.directory()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("train one first");
  }

  @Test
  void theNoiseIsLoud() throws IOException {
    AdapterVersion broken = ofBase("drill_20261121T020000Z_00000001");

    float[] b = floats(broken, Projection.DOWN.tensor(0) + ".lora_b");
    double power = 0;
    for (float value : b) {
      power += value * value;
    }
    assertThat(Math.sqrt(power / b.length)).isBetween(0.3, 0.7);
    assertThat(Arrays.hashCode(b))
        .isNotEqualTo(Arrays.hashCode(floats(broken, Projection.DOWN.tensor(1) + ".lora_b")));
  }
}
