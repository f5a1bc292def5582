package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterCheck;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import dev.nightshift.home.FileDigest;
import dev.nightshift.model.BaseModel;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import dev.nightshift.rollout.Breakage;
import dev.nightshift.rollout.BrokenAdapterMaker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The adapter of a drill: well formed in every way that files show, and noise where it counts, so
 * that only its answers can give it away; or right, and so slow that only its latency can.
 */
final class BrokenAdapter implements BrokenAdapterMaker {
  private static final String GGUF = "adapter.gguf";
  private static final int RANK = 4;
  private static final double LOUD = 0.5;
  private static final long SEED = 20261121;

  private final BaseModel base;

  BrokenAdapter(BaseModel base) {
    this.base = base;
  }

  @Override
  public void make(AdapterVersion donor, Breakage breakage, Path staged) throws IOException {
    switch (breakage) {
      case GARBAGE -> {
        if (donor.isBase()) {
          writeNew(staged);
        } else {
          copyOthers(donor, staged);
          writeNoise(donor, staged);
        }
      }
      case SLOW -> {
        if (donor.isBase()) {
          throw new OperationException(
              OperationException.Code.REQUEST,
              "a slow adapter is made from a good one, and there is none yet: train one first");
        }
        copyOthers(donor, staged);
        try (GgufFile file = GgufFile.open(donor.gguf())) {
          SlowWeights.of(file).write(staged.resolve(GGUF));
        }
      }
    }
    writeProvenance(staged);
  }

  /** The donor's other files, its scope among them. */
  private static void copyOthers(AdapterVersion donor, Path staged) throws IOException {
    for (String name : List.of("adapter_model.safetensors", "adapter_config.json", "scope.json")) {
      if (Files.exists(donor.directory().resolve(name))) {
        Files.copy(donor.directory().resolve(name), staged.resolve(name));
      }
    }
  }

  /** The donor's weights with the second halves drowned in noise. */
  private static void writeNoise(AdapterVersion donor, Path staged) {
    SplittableRandom random = new SplittableRandom(SEED);
    try (GgufFile file = GgufFile.open(donor.gguf())) {
      GgufWriter writer = new GgufWriter().putAll(file.metadata());
      for (GgufTensor tensor : file.tensors().values()) {
        float[] values = Dequantizer.toFloats(tensor);
        if (tensor.name().endsWith(".lora_b")) {
          noise(values, random);
        }
        writer.tensor(tensor.name(), GgufType.F32, tensor.shapeInnermostFirst(), values);
      }
      writer.write(staged.resolve(GGUF));
    }
  }

  /** Without a donor: noise on one map of every layer. */
  private void writeNew(Path staged) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    try (GgufFile file = GgufFile.open(base.file())) {
      ModelSpec spec = ModelSpec.of(file);
      GgufWriter writer =
          new GgufWriter()
              .string("general.type", "adapter")
              .string("general.architecture", spec.architecture())
              .string("adapter.type", "lora")
              .float32("adapter.lora.alpha", 2 * RANK);
      for (int layer = 0; layer < spec.layers(); layer++) {
        int inputs = Projection.DOWN.inputs(spec);
        int outputs = Projection.DOWN.outputs(spec);
        String name = Projection.DOWN.tensor(layer);
        float[] a = noise(new float[RANK * inputs], random);
        float[] b = noise(new float[outputs * RANK], random);
        writer.tensor(name + ".lora_a", GgufType.F32, new long[] {inputs, RANK}, a);
        writer.tensor(name + ".lora_b", GgufType.F32, new long[] {RANK, outputs}, b);
      }
      writer.write(staged.resolve(GGUF));
    }
    Files.write(staged.resolve("adapter_model.safetensors"), emptySafetensors());
    Files.writeString(staged.resolve("adapter_config.json"), "{\"peft_type\":\"LORA\"}\n");
  }

  private static float[] noise(float[] values, SplittableRandom random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (LOUD * random.nextGaussian());
    }
    return values;
  }

  /** A file of that format with a header and no tensors. */
  private static byte[] emptySafetensors() {
    byte[] header =
        "{\"__metadata__\":{\"format\":\"pt\",\"made_by\":\"a drill, not a training\"}}       "
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + header.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  private void writeProvenance(Path staged) throws IOException {
    ObjectNode provenance =
        JsonMapper.shared()
            .createObjectNode()
            .put("made_by", "a drill")
            .put(AdapterCheck.BASE_SHA256, base.sha256())
            .put(AdapterCheck.ADAPTER_SHA256, FileDigest.sha256(staged.resolve(GGUF)));
    Files.writeString(staged.resolve("provenance.json"), provenance.toString());
  }
}
