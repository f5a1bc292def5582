package dev.nightshift.prompts;

import dev.nightshift.codeloop.Instructions;
import dev.nightshift.home.DurableLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that ever happened to the instructions: a JSONL file that only grows. A line that a crash
 * left half written is taken away before the next; one that cannot be read otherwise stops
 * everything that needs to know which version is in force. One process at a time. Thread-safe.
 */
public final class PromptLedger {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path file;
  private final Instructions shipped;
  private final DurableLines lines;

  /**
   * @param folder where the file is or will be
   * @param shipped version 1
   */
  public PromptLedger(Path folder, Instructions shipped) {
    this.file = folder.resolve("ledger.jsonl");
    this.shipped = shipped;
    this.lines = new DurableLines(file, line -> parsed(line) != null);
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  /**
   * How things stand.
   *
   * @throws PromptException LEDGER
   */
  public synchronized PromptHistory history() {
    return PromptHistory.of(shipped, events());
  }

  /**
   * Everything that happened, oldest first.
   *
   * @throws PromptException LEDGER
   */
  public synchronized List<PromptEvent> events() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      List<PromptEvent> events = new ArrayList<>();
      String[] pieces = Files.readString(file, StandardCharsets.UTF_8).split("\n", -1);
      for (int i = 0; i < pieces.length; i++) {
        PromptEvent event = parsed(pieces[i]);
        if (event != null) {
          events.add(event);
        } else if (i < pieces.length - 1) {
          throw unreadable(i + 1);
        }
        // What stands behind the last line end was not written to its end.
      }
      return events;
    } catch (IOException e) {
      throw new PromptException(
          PromptException.Code.LEDGER, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private PromptException unreadable(int number) {
    return new PromptException(
        PromptException.Code.LEDGER,
        file
            + " line "
            + number
            + " is no event: put the file back from a backup, or take the line out if you know what"
            + " it said");
  }

  /** Writes an event; it is on disk when this returns. */
  synchronized void add(PromptEvent event) {
    try {
      lines.append(text(event));
    } catch (IOException e) {
      throw new PromptException(
          PromptException.Code.LEDGER, file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static String text(PromptEvent event) {
    ObjectNode node = JSON.createObjectNode();
    node.put("event", event.getClass().getSimpleName());
    node.setAll((ObjectNode) JSON.valueToTree(event));
    return JSON.writeValueAsString(node);
  }

  private static @Nullable PromptEvent parsed(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      if (!(node instanceof ObjectNode object)) {
        return null;
      }
      JsonNode name = object.remove("event");
      for (Class<?> kind : PromptEvent.class.getPermittedSubclasses()) {
        if (name != null && name.asString().equals(kind.getSimpleName())) {
          return (PromptEvent) JSON.treeToValue(object, kind);
        }
      }
      return null;
    } catch (JacksonException e) {
      return null;
    }
  }
}
