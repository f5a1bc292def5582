package dev.nightshift.adapter;

import dev.nightshift.home.FileDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Adapters whose files look right to a check of files; nothing could be computed with them. */
public final class AdapterFixture {
  /** The base that every adapter made here was trained on. */
  public static final String BASE_SHA256 = "b".repeat(64);

  private AdapterFixture() {}

  /** Publishes an adapter; another {@code seed} is another digest. */
  public static AdapterVersion publish(AdapterStore store, int seed, Instant at) {
    Path staged = store.stage();
    write(staged, seed);
    return store.publish(staged, at);
  }

  /** Writes the files of an adapter. */
  public static void write(Path folder, int seed) {
    ByteBuffer gguf = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    gguf.putInt(0x46554747).putInt(3).putLong(2).putLong(4).putInt(64, seed);
    try {
      Files.write(folder.resolve("adapter.gguf"), gguf.array());
      Files.write(folder.resolve("adapter_model.safetensors"), new byte[128]);
      Files.writeString(folder.resolve("adapter_config.json"), "{\"r\": 16}");
      provenance(folder, FileDigest.sha256(gguf.array()), BASE_SHA256);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Replaces the provenance. */
  public static void provenance(Path folder, String adapter, String base) throws IOException {
    String json = "{\"adapter_sha256\": \"%s\", \"base_sha256\": \"%s\"}".formatted(adapter, base);
    Files.write(folder.resolve("provenance.json"), json.getBytes(StandardCharsets.UTF_8));
  }
}
