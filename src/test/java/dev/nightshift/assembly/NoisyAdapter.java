package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterCheck;
import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.gguf.Dequantizer;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufTensor;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import dev.nightshift.home.FileDigest;
import dev.nightshift.model.BaseModel;
import dev.nightshift.rollout.Breakage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/**
 * Adapters that need no training: noise, so loud that every answer is garbage, or so faint that the
 * answers stay as they are and only their probabilities show that it is there.
 */
final class NoisyAdapter {
  private static final double FAINT = 6e-5;

  private NoisyAdapter() {}

  /** Publishes one whose answers are garbage. */
  static AdapterVersion loud(AdapterStore store, BaseModel base, Instant at) throws IOException {
    Path staged = store.stage();
    new BrokenAdapter(base).make(store.base(), Breakage.GARBAGE, staged);
    return store.publish(staged, at);
  }

  /** Publishes one that nobody minds; another {@code times} is another adapter. */
  static AdapterVersion faint(AdapterStore store, BaseModel base, Instant at, double times)
      throws IOException {
    Path staged = store.stage();
    new BrokenAdapter(base).make(store.base(), Breakage.GARBAGE, staged);
    Path file = staged.resolve("adapter.gguf");
    Path faint = staged.resolve("faint.gguf");
    try (GgufFile loud = GgufFile.open(file)) {
      GgufWriter writer = new GgufWriter().putAll(loud.metadata());
      for (GgufTensor tensor : loud.tensors().values()) {
        float[] values = Dequantizer.toFloats(tensor);
        if (tensor.name().endsWith(".lora_b")) {
          for (int i = 0; i < values.length; i++) {
            values[i] *= (float) (FAINT * times);
          }
        }
        writer.tensor(tensor.name(), GgufType.F32, tensor.shapeInnermostFirst(), values);
      }
      writer.write(faint);
    }
    Files.delete(file);
    Files.move(faint, file);
    Files.writeString(
        staged.resolve("provenance.json"),
        JsonMapper.shared()
            .createObjectNode()
            .put("made_by", "a test")
            .put(AdapterCheck.BASE_SHA256, base.sha256())
            .put(AdapterCheck.ADAPTER_SHA256, FileDigest.sha256(file))
            .toString());
    return store.publish(staged, at);
  }
}
