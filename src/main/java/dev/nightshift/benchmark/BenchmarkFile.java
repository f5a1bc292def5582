package dev.nightshift.benchmark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The problems of a file: one JSON object a line, or an array of them; compressed with gzip or not.
 */
final class BenchmarkFile {
  private static final int LONGEST = 256 << 20;
  private static final int GZIP = 0x1f8b;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What follows an element of an array are the others. */
  private static final ObjectReader ELEMENTS =
      JSON.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final @Nullable BenchmarkFormat wanted;
  private final List<Problem> problems = new ArrayList<>();
  private final List<ImportReport.Refused> refused = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();

  private BenchmarkFile(@Nullable BenchmarkFormat wanted) {
    this.wanted = wanted;
  }

  /**
   * Reads a file.
   *
   * @param wanted the format; null recognises it, each problem by its own fields
   * @throws BenchmarkException FILE when it cannot be read
   */
  static BenchmarkFile read(Path file, @Nullable BenchmarkFormat wanted) {
    BenchmarkFile read = new BenchmarkFile(wanted);
    byte[] bytes = bytes(file);
    int first = 0;
    while (first < bytes.length && (bytes[first] <= ' ')) {
      first++;
    }
    if (first < bytes.length && bytes[first] == '[') {
      read.array(bytes);
    } else {
      read.lines(bytes);
    }
    return read;
  }

  List<Problem> problems() {
    return problems;
  }

  List<ImportReport.Refused> refused() {
    return refused;
  }

  private static byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = all(in, file);
      boolean zipped =
          bytes.length > 2
              && (Byte.toUnsignedInt(bytes[0]) << 8 | Byte.toUnsignedInt(bytes[1])) == GZIP;
      return zipped ? all(new GZIPInputStream(new ByteArrayInputStream(bytes)), file) : bytes;
    } catch (IOException e) {
      throw new BenchmarkException(
          BenchmarkException.Code.FILE, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static byte[] all(InputStream in, Path file) throws IOException {
    byte[] bytes = in.readNBytes(LONGEST + 1);
    if (bytes.length > LONGEST) {
      throw new BenchmarkException(
          BenchmarkException.Code.FILE, file + " is longer than " + LONGEST + " bytes");
    }
    return bytes;
  }

  private void lines(byte[] bytes) {
    int number = 0;
    for (int begin = 0; begin < bytes.length; ) {
      int end = begin;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      number++;
      line(number, ByteBuffer.wrap(bytes, begin, end - begin));
      begin = end + 1;
    }
  }

  private void line(int number, ByteBuffer bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      text = number == 1 && text.startsWith("\ufeff") ? text.substring(1) : text;
      if (!text.isBlank()) {
        add(number, JSON.readTree(text));
      }
    } catch (CharacterCodingException e) {
      refuse(number, "", "is not UTF-8");
    } catch (JacksonException e) {
      refuse(number, "", malformed(e));
    }
  }

  private void array(byte[] bytes) {
    int line = 1;
    try (JsonParser parser = JSON.createParser(bytes)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        line = parser.currentTokenLocation().getLineNr();
        add(line, ELEMENTS.readValue(parser));
      }
    } catch (JacksonException e) {
      int at = e.getLocation() == null ? line : e.getLocation().getLineNr();
      refuse(at, "", malformed(e) + "; what follows is not read");
    }
  }

  private static String malformed(JacksonException e) {
    return "is no JSON: " + e.getOriginalMessage();
  }

  private void add(int line, @Nullable JsonNode fields) {
    if (fields == null || !fields.isObject()) {
      refuse(line, "", "is no JSON object");
      return;
    }
    JsonNode id = fields.path("task_id");
    String name = id.isString() || id.isIntegralNumber() ? id.asString() : "";
    Optional<BenchmarkFormat> format =
        wanted == null ? BenchmarkFormat.of(fields) : Optional.of(wanted);
    if (format.isEmpty()) {
      refuse(
          line,
          name,
          "is no problem of HumanEval (prompt, test, entry_point) or MBPP (code, test_list)");
      return;
    }
    Problem problem = new Problem(line, name, format.get(), fields);
    String task = problem.taskId();
    if (!task.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      refuse(line, name, "task_id must be a number or a name of at most 100 characters: " + id);
      return;
    }
    Integer before = lines.putIfAbsent(task, line);
    if (before != null) {
      refuse(line, name, "is the second problem " + task + ", after line " + before);
      return;
    }
    problems.add(problem);
  }

  private void refuse(int line, String id, String problem) {
    refused.add(new ImportReport.Refused(line, id, problem));
  }
}
