package dev.nightshift.gguf;

import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a GGUF v3 file: metadata and tensors in the order they were added, streamed, whole or not
 * at all (a temporary file is flushed to disk and renamed).
 *
 * <p>Use: {@code new GgufWriter().string("general.type", "adapter").tensor(…).write(path)}. Not for
 * several threads.
 */
public final class GgufWriter {
  /** Where a tensor's bytes come from when the file is written. */
  private sealed interface Source {
    @SuppressWarnings("ArrayRecordComponent")
    record Floats(float[] values) implements Source {}

    record Bytes(MemorySegment data) implements Source {}

    record Streamed(Rows rows) implements Source {}
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Entry(GgufType type, long[] shape, long bytes, Source source) {}

  /** Makes a tensor's values when the file is written, so that no tensor need be held whole. */
  @FunctionalInterface
  public interface Rows {
    /** The values of {@code count} rows from {@code first}, row-major. */
    float[] read(long first, int count);
  }

  private static final int PIECE_BYTES = 1 << 20;

  private final Map<String, MetadataValue> metadata = new LinkedHashMap<>();
  private final Map<String, Entry> tensors = new LinkedHashMap<>();

  /** Adds or replaces a pair. */
  public GgufWriter put(String key, MetadataValue value) {
    metadata.put(key, value);
    return this;
  }

  /**
   * Adds all pairs of another file, e.g. of a base model, but those that say that it is one of
   * several files.
   */
  public GgufWriter putAll(Metadata other) {
    other.values().forEach(this::putUnlessSplit);
    return this;
  }

  private void putUnlessSplit(String key, MetadataValue value) {
    if (!key.startsWith("split.")) {
      metadata.put(key, value);
    }
  }

  public GgufWriter string(String key, String value) {
    return put(key, new MetadataValue.Text(value));
  }

  public GgufWriter uint32(String key, long value) {
    if (value < 0 || value > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException(key + " = " + value + " does not fit 32 bits");
    }
    return put(key, new MetadataValue.Whole(ValueType.UINT32, value));
  }

  public GgufWriter float32(String key, double value) {
    return put(key, new MetadataValue.Real(ValueType.FLOAT32, value));
  }

  public GgufWriter bool(String key, boolean value) {
    return put(key, new MetadataValue.Flag(value));
  }

  public GgufWriter strings(String key, List<String> values) {
    return put(key, new MetadataValue.Texts(values));
  }

  public GgufWriter int32s(String key, int[] values) {
    long[] wide = Arrays.stream(values).asLongStream().toArray();
    return put(key, new MetadataValue.Wholes(ValueType.INT32, wide));
  }

  public GgufWriter float32s(String key, float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return put(key, new MetadataValue.Reals(ValueType.FLOAT32, wide));
  }

  /**
   * Adds a tensor that is encoded when the file is written; {@code values} must not change until
   * then.
   *
   * @param type F32, F16, BF16 or Q8_0
   * @param shapeInnermostFirst ggml's order: a matrix [rows, columns] is {@code {columns, rows}}
   * @param values row-major
   * @throws GgufException with code {@code UNSUPPORTED_TYPE} or {@code REQUEST} (shape and values
   *     do not fit, or the name is taken)
   */
  public GgufWriter tensor(String name, GgufType type, long[] shapeInnermostFirst, float[] values) {
    requireWritable(name, type);
    return add(name, type, shapeInnermostFirst, values.length, new Source.Floats(values));
  }

  /**
   * Adds a tensor whose values are made piece by piece when the file is written; otherwise as
   * above.
   */
  public GgufWriter tensor(String name, GgufType type, long[] shapeInnermostFirst, Rows rows) {
    requireWritable(name, type);
    long elements = Arrays.stream(shapeInnermostFirst).reduce(1, Math::multiplyExact);
    return add(name, type, shapeInnermostFirst, elements, new Source.Streamed(rows));
  }

  private static void requireWritable(String name, GgufType type) {
    if (!BlockEncoder.supports(type)) {
      throw new GgufException(
          GgufException.Code.UNSUPPORTED_TYPE,
          "the tensor '"
              + name
              + "' cannot be written as "
              + type
              + "; F32, F16, BF16 and Q8_0 can");
    }
  }

  /** Adds a tensor of another file as it is; that file must stay open until this one is written. */
  public GgufWriter copy(GgufTensor tensor) {
    return add(
        tensor.name(),
        tensor.type(),
        tensor.shapeInnermostFirst(),
        tensor.elements(),
        new Source.Bytes(tensor.data()));
  }

  private GgufWriter add(String name, GgufType type, long[] shape, long values, Source source) {
    long elements = 1;
    for (long length : shape) {
      elements = Math.multiplyExact(elements, length);
    }
    if (shape.length == 0 || shape.length > 4 || elements != values) {
      throw new GgufException(
          GgufException.Code.REQUEST,
          "the tensor '%s' has the shape %s but %d values"
              .formatted(name, Arrays.toString(shape), values));
    }
    if (shape[0] % type.blockValues() != 0) {
      throw new GgufException(
          GgufException.Code.REQUEST,
          "the tensor '%s' has rows of %d, not a multiple of the %d in a block of %s"
              .formatted(name, shape[0], type.blockValues(), type));
    }
    Entry entry = new Entry(type, shape.clone(), type.bytes(elements), source);
    if (tensors.putIfAbsent(name, entry) != null) {
      throw new GgufException(
          GgufException.Code.REQUEST, "the tensor '" + name + "' was added twice");
    }
    return this;
  }

  /**
   * As {@link #write}, taking the digest of the bytes on their way.
   *
   * @return the file's SHA-256, 64 lower-case hexadecimal digits
   */
  public String writeDigested(Path path) {
    MessageDigest digest = sha256();
    write(path, out -> writeTo(new DigestOutputStream(out, digest)));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Writes the file, replacing one that is there; {@link GgufException} {@code UNWRITABLE} when
   * that fails.
   */
  public void write(Path path) {
    write(path, this::writeTo);
  }

  private static void write(Path path, AtomicFiles.Body body) {
    try {
      AtomicFiles.write(path, body);
    } catch (IOException e) {
      throw new GgufException(
          GgufException.Code.UNWRITABLE, path + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private void writeTo(OutputStream stream) throws IOException {
    int alignment =
        Math.toIntExact(
            new Metadata("the new file", metadata)
                .uint(GgufHeader.ALIGNMENT_KEY, GgufHeader.DEFAULT_ALIGNMENT));
    GgufOutput out = new GgufOutput(stream);
    out.int32(GgufHeader.MAGIC);
    out.int32(GgufHeader.VERSION);
    out.int64(tensors.size());
    out.int64(metadata.size());
    for (Map.Entry<String, MetadataValue> pair : metadata.entrySet()) {
      out.string(pair.getKey());
      out.int32(pair.getValue().type().id());
      out.value(pair.getValue());
    }
    long offset = 0;
    for (Map.Entry<String, Entry> tensor : tensors.entrySet()) {
      Entry entry = tensor.getValue();
      out.string(tensor.getKey());
      out.int32(entry.shape().length);
      for (long length : entry.shape()) {
        out.int64(length);
      }
      out.int32(entry.type().id());
      out.int64(offset);
      offset = Math.ceilDiv(offset + entry.bytes(), alignment) * (long) alignment;
    }
    for (Entry entry : tensors.values()) {
      out.pad(alignment);
      data(entry, out);
    }
    out.pad(alignment);
    out.flush();
  }

  private static void data(Entry entry, GgufOutput out) throws IOException {
    switch (entry.source()) {
      case Source.Bytes(MemorySegment data) -> out.bytes(data);
      case Source.Streamed(Rows rows) -> {
        long columns = entry.shape()[0];
        long all = Arrays.stream(entry.shape()).skip(1).reduce(1, Math::multiplyExact);
        int piece = Math.toIntExact(Math.max(1, PIECE_BYTES / 4 / columns));
        for (long from = 0; from < all; from += piece) {
          float[] values = rows.read(from, (int) Math.min(piece, all - from));
          out.bytes(BlockEncoder.encode(entry.type(), values, 0, values.length));
        }
      }
      case Source.Floats(float[] values) -> {
        int piece = PIECE_BYTES / 4;
        for (int from = 0; from < values.length; from += piece) {
          int count = Math.min(piece, values.length - from);
          out.bytes(BlockEncoder.encode(entry.type(), values, from, count));
        }
      }
    }
  }
}
