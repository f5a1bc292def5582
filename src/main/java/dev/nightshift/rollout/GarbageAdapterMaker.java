package dev.nightshift.rollout;

import dev.nightshift.adapter.AdapterCheck;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.FileDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes adapters whose files are in order and whose weights are noise: a copy of the donor with
 * every B matrix replaced, or, from the base, all seven projections of every layer. Without a
 * scope, so that it answers everything while it is active. Every one has another digest.
 */
public final class GarbageAdapterMaker implements BrokenAdapterMaker {
  private static final Pattern PROJECTION =
      Pattern.compile("blk\\.\\d+\\.(attn_(q|k|v|output)|ffn_(gate|up|down))\\.weight");
  private static final int RANK = 4;

  private final Path base;
  private final String baseSha256;

  /** Makes adapters for that base model. */
  public GarbageAdapterMaker(Path base, String baseSha256) {
    this.base = base;
    this.baseSha256 = baseSha256;
  }

  @Override
  public void make(AdapterVersion donor, Path staged) throws IOException {
    Random random = new Random();
    Path gguf = staged.resolve("adapter.gguf");
    if (donor.isBase()) {
      fromBase(random).write(gguf);
    } else {
      spoilt(donor.gguf(), gguf, random);
    }
    write(staged.resolve("adapter_model.safetensors"), emptySafetensors());
    write(
        staged.resolve("adapter_config.json"),
        "{\"peft_type\": \"LORA\"}".getBytes(StandardCharsets.UTF_8));
    var provenance =
        new TreeMap<>(
            Map.of(
                AdapterCheck.ADAPTER_SHA256,
                FileDigest.sha256(gguf),
                AdapterCheck.BASE_SHA256,
                baseSha256,
                "purpose",
                "drill: broken on purpose, made from " + donor.name()));
    write(staged.resolve("provenance.json"), JsonMapper.shared().writeValueAsBytes(provenance));
  }

  private static void spoilt(Path donor, Path target, Random random) {
    try (GgufFile file = GgufFile.open(donor)) {
      GgufWriter writer = new GgufWriter().putAll(file.metadata());
      for (GgufTensor tensor : file.tensors().values()) {
        if (tensor.name().endsWith(".lora_b")) {
          float[] noise = noise(random, tensor.elements(), 1);
          writer.tensor(tensor.name(), GgufType.F32, tensor.shapeInnermostFirst(), noise);
        } else {
          writer.copy(tensor);
        }
      }
      writer.write(target);
    }
  }

  private GgufWriter fromBase(Random random) {
    try (GgufFile file = GgufFile.open(base)) {
      GgufWriter writer =
          new GgufWriter()
              .string("general.type", "adapter")
              .string("general.architecture", file.metadata().string("general.architecture"))
              .string("adapter.type", "lora")
              .float32("adapter.lora.alpha", 2 * RANK);
      for (GgufTensor tensor : file.tensors().values()) {
        if (PROJECTION.matcher(tensor.name()).matches()) {
          long in = tensor.columns();
          long out = tensor.rows();
          writer.tensor(
              tensor.name() + ".lora_a",
              GgufType.F32,
              new long[] {in, RANK},
              noise(random, in * RANK, 1 / Math.sqrt((double) in)));
          writer.tensor(
              tensor.name() + ".lora_b",
              GgufType.F32,
              new long[] {RANK, out},
              noise(random, RANK * out, 1));
        }
      }
      return writer;
    }
  }

  private static float[] noise(Random random, long count, double scale) {
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  /** A safetensors file without tensors: nothing reads it in a drill, but a check looks for it. */
  private static byte[] emptySafetensors() {
    byte[] header =
        "%-88s"
            .formatted("{\"__metadata__\":{\"format\":\"pt\"}}")
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + header.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    AtomicFiles.write(file, bytes);
  }
}
