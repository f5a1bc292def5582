package dev.nightshift.adapter;

import dev.nightshift.home.FileDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of one adapter, looked at without understanding their tensors. */
final class AdapterFiles {
  static final List<String> REQUIRED =
      List.of(
          "adapter.gguf", "adapter_model.safetensors", "adapter_config.json", "provenance.json");

  /** What is taken over when an adapter is copied into the store. */
  static final List<String> KNOWN =
      Stream.concat(
              REQUIRED.stream(), Stream.of("scope.json", "evaluation.json", "training_report.json"))
          .toList();

  private static final long SMALLEST = 64;
  private static final long LARGEST = 8L << 30;
  private static final int GGUF_MAGIC = 0x46554747;

  private final Path folder;
  private final String baseSha256;
  private final List<String> problems = new ArrayList<>();

  AdapterFiles(Path folder, String baseSha256) {
    this.folder = folder;
    this.baseSha256 = baseSha256;
  }

  List<String> problems() {
    if (!Files.isDirectory(folder)) {
      return List.of("there is no folder " + folder);
    }
    try {
      for (String name : REQUIRED) {
        checkPresent(name);
      }
      if (problems.isEmpty()) {
        checkHeader();
        json("adapter_config.json");
        checkProvenance();
      }
    } catch (IOException e) {
      problems.add("its files cannot be read: " + e.getMessage());
    }
    return List.copyOf(problems);
  }

  private void checkPresent(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      problems.add(name + " is missing");
      return;
    }
    long size = Files.size(file);
    long least = name.endsWith(".json") ? 2 : SMALLEST;
    if (size < least || size > LARGEST) {
      problems.add(
          "%s has %d bytes; %d to %d are believable".formatted(name, size, least, LARGEST));
    }
  }

  /** The fixed head of a GGUF: magic, version, counts of tensors and of metadata entries. */
  private void checkHeader() throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(folder.resolve("adapter.gguf"))) {
      head = in.readNBytes(24);
    }
    ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    int magic = header.getInt();
    int version = header.getInt();
    long tensors = header.getLong();
    long entries = header.getLong();
    if (magic != GGUF_MAGIC || (version != 2 && version != 3)) {
      problems.add("adapter.gguf is not a GGUF file of version 2 or 3");
    } else if (tensors < 2 || tensors > 100_000 || entries < 1 || entries > 100_000) {
      problems.add("adapter.gguf says it has " + tensors + " tensors and " + entries + " entries");
    }
  }

  private void checkProvenance() throws IOException {
    JsonNode provenance = json("provenance.json");
    if (provenance == null) {
      return;
    }
    String digest = FileDigest.sha256(folder.resolve("adapter.gguf"));
    String claimed = provenance.path(AdapterCheck.ADAPTER_SHA256).asString("");
    if (!claimed.equals(digest)) {
      problems.add(
          "adapter.gguf has the digest %s, its provenance.json says %s"
              .formatted(digest, claimed.isEmpty() ? "nothing" : claimed));
    }
    String base = provenance.path(AdapterCheck.BASE_SHA256).asString("");
    if (!base.equals(baseSha256)) {
      problems.add(
          "it was trained on the base %s, but %s is served"
              .formatted(base.isEmpty() ? "(none named)" : base, baseSha256));
    }
  }

  private @Nullable JsonNode json(String name) throws IOException {
    try {
      JsonNode node = JsonMapper.shared().readTree(Files.readAllBytes(folder.resolve(name)));
      if (node.isObject()) {
        return node;
      }
      problems.add(name + " does not hold a JSON object");
    } catch (JacksonException e) {
      problems.add(name + " is not JSON: " + e.getOriginalMessage());
    }
    return null;
  }
}
