package dev.nightshift.model;

import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Safetensors files (huggingface/safetensors, README): the length of a JSON header, the header,
 * then the tensors' bytes without holes. F32, F16 and BF16 tensors are read, F32 ones written.
 *
 * @param metadata {@code __metadata__}
 * @param tensors by name, in the file's order
 */
public record SafetensorsFile(Map<String, String> metadata, Map<String, Tensor> tensors) {
  private static final int LONGEST_HEADER = 100_000_000;
  private static final int HEADER_ALIGNMENT = 8;

  /**
   * One tensor.
   *
   * @param shape outermost dimension first
   * @param values row-major
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Tensor(List<Long> shape, float[] values) {
    public Tensor {
      shape = List.copyOf(shape);
      long elements = 1;
      for (long length : shape) {
        if (length < 0) {
          throw new IllegalArgumentException("the shape " + shape + " is impossible");
        }
        elements = Math.multiplyExact(elements, length);
      }
      if (elements != values.length) {
        throw new IllegalArgumentException(
            values.length + " values do not fill the shape " + shape);
      }
    }
  }

  /** Writes a file, whole or not at all. */
  public static void write(Path file, Map<String, String> metadata, Map<String, Tensor> tensors)
      throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("__metadata__", metadata);
    long offset = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      long end = offset + 4L * tensor.getValue().values().length;
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", "F32");
      entry.put("shape", tensor.getValue().shape());
      entry.put("data_offsets", List.of(offset, end));
      header.put(tensor.getKey(), entry);
      offset = end;
    }
    String json = JsonMapper.shared().writeValueAsString(header);
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    String padded = json + " ".repeat(Math.floorMod(-length, HEADER_ALIGNMENT));
    byte[] bytes = padded.getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(
        file,
        out -> {
          out.write(littleEndian(8).putLong(bytes.length).array());
          out.write(bytes);
          for (Tensor tensor : tensors.values()) {
            byte[] data = new byte[4 * tensor.values().length];
            ByteBuffer.wrap(data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .put(tensor.values());
            out.write(data);
          }
        });
  }

  /**
   * Reads a file of F32, F16 and BF16 tensors.
   *
   * @throws ModelException {@code MALFORMED} when the file contradicts itself, {@code UNSUPPORTED}
   *     for other types
   * @throws IOException when it cannot be read
   */
  public static SafetensorsFile read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long length = readAt(channel, file, 0, 8).getLong();
      if (length < 2 || length > Math.min(LONGEST_HEADER, channel.size() - 8)) {
        throw malformed(file, "its header would be " + length + " bytes long");
      }
      byte[] json = readAt(channel, file, 8, (int) length).array();
      Map<String, String> metadata = new LinkedHashMap<>();
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      JsonNode header = header(file, json);
      refuseHolesAndOverlaps(file, header, channel.size() - 8 - length);
      for (Map.Entry<String, JsonNode> entry : header.properties()) {
        if (entry.getKey().equals("__metadata__")) {
          entry
              .getValue()
              .properties()
              .forEach(pair -> metadata.put(pair.getKey(), pair.getValue().asString()));
        } else {
          tensors.put(entry.getKey(), tensor(channel, file, 8 + length, entry));
        }
      }
      return new SafetensorsFile(metadata, tensors);
    }
  }

  /** Every byte of the data belongs to one tensor: so no header asks for more than the file. */
  private static void refuseHolesAndOverlaps(Path file, JsonNode header, long bytes) {
    NavigableMap<Long, Long> ranges = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      JsonNode offsets = entry.getValue().path("data_offsets");
      long begin = offsets.path(0).asLong(-1);
      long end = offsets.path(1).asLong(-1);
      boolean tensor = !entry.getKey().equals("__metadata__");
      if (tensor && (begin != end || begin < 0) && ranges.put(begin, end) != null) {
        throw malformed(file, "two tensors begin at " + begin);
      }
    }
    long next = 0;
    for (Map.Entry<Long, Long> range : ranges.entrySet()) {
      if (range.getKey() != next || range.getValue() < next) {
        throw malformed(file, "its tensors leave a hole or overlap at " + next);
      }
      next = range.getValue();
    }
    if (next != bytes) {
      throw malformed(file, "its tensors take %d bytes of %d".formatted(next, bytes));
    }
  }

  private static JsonNode header(Path file, byte[] json) {
    try {
      JsonNode header = JsonMapper.shared().readTree(json);
      if (header.isObject()) {
        return header;
      }
    } catch (JacksonException e) {
      throw malformed(file, "its header is not JSON: " + e.getOriginalMessage());
    }
    throw malformed(file, "its header is not a JSON object");
  }

  private static Tensor tensor(
      FileChannel channel, Path file, long dataStart, Map.Entry<String, JsonNode> entry)
      throws IOException {
    JsonNode info = entry.getValue();
    String type = info.path("dtype").asString("");
    int width =
        switch (type) {
          case "F32" -> Float.BYTES;
          case "F16", "BF16" -> Short.BYTES;
          default ->
              throw new ModelException(
                  ModelException.Code.UNSUPPORTED,
                  "%s: the tensor '%s' is %s; F32, F16 and BF16 can be read"
                      .formatted(file, entry.getKey(), type));
        };
    List<Long> shape = info.path("shape").valueStream().map(node -> node.asLong(-1)).toList();
    long begin = info.path("data_offsets").path(0).asLong(-1);
    long end = info.path("data_offsets").path(1).asLong(-1);
    long bytes = end - begin;
    if (begin < 0
        || bytes < 0
        || bytes % width != 0
        || bytes > Integer.MAX_VALUE - 8
        || end > channel.size() - dataStart) {
      throw malformed(file, "the tensor '" + entry.getKey() + "' lies at " + begin + " to " + end);
    }
    float[] values = numbers(readAt(channel, file, dataStart + begin, (int) bytes), type);
    try {
      return new Tensor(shape, values);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw malformed(file, "the tensor '" + entry.getKey() + "': " + e.getMessage());
    }
  }

  private static float[] numbers(ByteBuffer bytes, String type) {
    if (type.equals("F32")) {
      float[] values = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(values);
      return values;
    }
    float[] values = new float[bytes.remaining() / Short.BYTES];
    for (int i = 0; i < values.length; i++) {
      short bits = bytes.getShort(Short.BYTES * i);
      values[i] =
          type.equals("F16") ? Float.float16ToFloat(bits) : Float.intBitsToFloat(bits << 16);
    }
    return values;
  }

  private static ByteBuffer readAt(FileChannel channel, Path file, long at, int bytes)
      throws IOException {
    ByteBuffer buffer = littleEndian(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw malformed(file, "it ends inside the " + bytes + " bytes at " + at);
      }
    }
    return buffer.flip();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ModelException malformed(Path file, String why) {
    return new ModelException(
        ModelException.Code.MALFORMED, file + ": is not a whole safetensors file: " + why);
  }
}
