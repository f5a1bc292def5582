package dev.nightshift.training;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.FileDigest;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.Projection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An existing adapter that a training goes on from: a GGUF LoRA file, a directory with an {@code
 * adapter.gguf}, or the directory that PEFT writes. Projections that a file holds in one tensor are
 * taken apart, and scales made one: what it adds stays the same.
 *
 * @param sha256 of the file with its numbers
 * @param adapter by the names that the projections' own tensors have; {@link LoraTensors#rank} is
 *     the largest
 */
public record StartingAdapter(String sha256, LoraTensors adapter) {
  private static final String GGUF = "adapter.gguf";

  /** Projections whose ranks add up where a file holds them in one tensor: query, key, value. */
  private static final int STORED_TOGETHER = 3;

  /**
   * Reads and checks an adapter.
   *
   * @param base the GGUF file of the base that it is to be trained on
   * @throws TrainingException ADAPTER saying what is wrong with it, or why it is not for that base
   */
  public static StartingAdapter read(Path from, Path base) {
    try (GgufFile file = GgufFile.open(base)) {
      return read(from, ModelSpec.of(file));
    }
  }

  static StartingAdapter read(Path from, ModelSpec base) {
    Path weights = weights(from);
    Map<String, ScaledPair> stored =
        isPeft(weights)
            ? PeftAdapterReader.read(folder(weights), base)
            : GgufAdapterReader.read(weights, base);
    Map<String, ScaledPair> pairs = FusedTensors.parts(base, stored);
    if (pairs.isEmpty()) {
      throw unusable(from, "it adds nothing", null);
    }
    int rank = pairs.values().stream().mapToInt(p -> p.pair().rank()).max().orElseThrow();
    if (rank > TrainingOptions.LARGEST_RANK) {
      throw tooLarge(from, "it", rank);
    }
    try {
      return new StartingAdapter(FileDigest.sha256(weights), uniform(pairs));
    } catch (IllegalArgumentException e) {
      throw unusable(from, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw unusable(from, "it cannot be read: " + e, e);
    }
  }

  /** The file with an adapter's numbers. */
  public static Path weights(Path from) {
    Path gguf = from.resolve(GGUF);
    Path peft = from.resolve(PeftAdapterReader.WEIGHTS);
    if (Files.isRegularFile(from)) {
      return from;
    }
    if (Files.isRegularFile(gguf)) {
      return gguf;
    }
    if (Files.isRegularFile(peft)) {
      return peft;
    }
    throw unusable(
        from,
        Files.isDirectory(from)
            ? "the directory holds neither %s nor %s".formatted(GGUF, PeftAdapterReader.WEIGHTS)
            : "there is no such file or directory",
        null);
  }

  private static boolean isPeft(Path weights) {
    return weights.toString().endsWith(".safetensors");
  }

  private static Path folder(Path file) {
    return file.toAbsolutePath().resolveSibling("").normalize();
  }

  /**
   * Copies what is needed of an adapter, so that an interrupted run finds it again.
   *
   * @return the copy, to be read as this was
   */
  public static Path copy(Path from, Path folder) throws IOException {
    Path weights = weights(from);
    Files.createDirectories(folder);
    List<Path> files =
        isPeft(weights)
            ? List.of(weights, weights.resolveSibling("adapter_config.json"))
            : List.of(weights);
    for (Path file : files) {
      String name = isPeft(weights) ? file.getFileName().toString() : GGUF;
      AtomicFiles.write(folder.resolve(name), out -> Files.copy(file, out));
    }
    return folder;
  }

  /** The projections that any layer has an adapter of. */
  public List<Projection> targets() {
    return Stream.of(Projection.values())
        .filter(
            projection ->
                adapter.tensors().keySet().stream()
                    .anyMatch(name -> name.replaceFirst("\\d+", "0").equals(projection.tensor(0))))
        .toList();
  }

  /**
   * One scale for all, that of the first pair of the largest rank; the others' B make up for it.
   */
  private static LoraTensors uniform(Map<String, ScaledPair> pairs) {
    int rank = pairs.values().stream().mapToInt(p -> p.pair().rank()).max().orElseThrow();
    double scale =
        pairs.values().stream()
            .filter(p -> p.pair().rank() == rank)
            .mapToDouble(ScaledPair::scale)
            .findFirst()
            .orElseThrow();
    Map<String, LoraTensors.Pair> scaled = new LinkedHashMap<>();
    pairs.forEach((name, p) -> scaled.put(name, times(p.pair(), (float) (p.scale() / scale))));
    return new LoraTensors(rank, (float) (scale * rank), scaled);
  }

  private static LoraTensors.Pair times(LoraTensors.Pair pair, float factor) {
    if (factor == 1) {
      return pair;
    }
    float[] b = pair.b().clone();
    for (int i = 0; i < b.length; i++) {
      b[i] *= factor;
    }
    return new LoraTensors.Pair(pair.inputs(), pair.outputs(), pair.a(), b);
  }

  /** Shapes [rows, columns]: A must be [r, inputs] and B [outputs, r]. */
  static void requireShapes(
      Path file, String name, List<Long> a, List<Long> b, int inputs, int outputs) {
    boolean fits =
        a.size() == 2
            && b.size() == 2
            && a.get(1) == inputs
            && b.get(0) == outputs
            && a.get(0).equals(b.get(1))
            && a.get(0) >= 1;
    if (!fits) {
      throw unusable(
          file,
          "'%s' has A %s and B %s; this base needs A [r, %d] and B [%d, r]"
              .formatted(name, a, b, inputs, outputs),
          null);
    }
    // Before anything is read: no file shall make this program take all memory.
    if (a.get(0) > STORED_TOGETHER * TrainingOptions.LARGEST_RANK) {
      throw tooLarge(file, "'" + name + "'", a.get(0));
    }
  }

  private static TrainingException tooLarge(Path file, String what, long rank) {
    return unusable(
        file,
        "%s has rank %d; at most %d can be trained"
            .formatted(what, rank, TrainingOptions.LARGEST_RANK),
        null);
  }

  static TrainingException unusable(Path file, String why, @Nullable Exception cause) {
    String message = "the adapter " + file + " cannot be continued: " + why;
    return cause == null
        ? new TrainingException(TrainingException.Code.ADAPTER, message)
        : new TrainingException(TrainingException.Code.ADAPTER, message, cause);
  }
}
