package dev.nightshift.generation;

import dev.nightshift.generation.GenerationException.Code;
import dev.nightshift.home.DurableLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON lines for other programs, in the folder of the logs: pairs of a flow in {@code
 * <id>_feedback_log.jsonl}, what people said of a model in {@code <id>_feedback_data.jsonl}. A line
 * is on disk when its method returns. After a crash, or a write that failed, the newest line may
 * stand there twice: {@code feedback_id} tells. Thread-safe.
 */
public final class FeedbackLogs implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FeedbackLogs.class);
  private static final String PAIRS = "_feedback_log.jsonl";
  private static final String FEEDBACK = "_feedback_data.jsonl";

  private final Path directory;
  private final Map<Path, DurableLines> files = new ConcurrentHashMap<>();

  /** Logs in a folder, which is made when the first line comes. */
  public FeedbackLogs(Path directory) {
    this.directory = directory;
  }

  /** Whether a file is one of these, which no clean-up takes away: people's words are in them. */
  public static boolean isOne(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(PAIRS) || name.endsWith(FEEDBACK);
  }

  /** Writes down a proposal with its assessment. */
  void pair(String id, ObjectNode line) {
    append(directory.resolve(id + PAIRS), line);
  }

  /** Writes down what somebody said. */
  void feedback(String id, ObjectNode line) {
    append(directory.resolve(id + FEEDBACK), line);
  }

  private void append(Path file, ObjectNode line) {
    try {
      files
          .computeIfAbsent(file, path -> new DurableLines(path, FeedbackLogs::isObject))
          .append(line.toString());
    } catch (IOException e) {
      throw new GenerationException(Code.IO, file.getFileName() + " cannot be written: " + e, e);
    }
  }

  private static boolean isObject(String text) {
    try {
      return JsonMapper.shared().readTree(text).isObject();
    } catch (JacksonException e) {
      return false;
    }
  }

  @Override
  public void close() {
    files.forEach(
        (path, lines) -> {
          try {
            lines.close();
          } catch (IOException e) {
            log.warn("{} was not closed properly", path, e);
          }
        });
  }
}
