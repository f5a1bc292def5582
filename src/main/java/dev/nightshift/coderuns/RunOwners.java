package dev.nightshift.coderuns;

import dev.nightshift.coderuns.CodeRunsException.Code;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.DurableLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whose each run was, a line a run, for longer than the run itself is kept: what was made of it may
 * still be there when somebody wants to be forgotten. Lines go with that only. Thread-safe.
 */
public final class RunOwners {
  private static final Logger log = LoggerFactory.getLogger(RunOwners.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;

  RunOwners(Path file) {
    this.file = file;
  }

  /** A line of the file. */
  private record Line(String run, String owner) {}

  /** Writes down whose a run is; a failure is told in the log and costs no run. */
  synchronized void add(String run, String owner) {
    try (DurableLines lines = new DurableLines(file, whole -> whole.endsWith("}"))) {
      lines.append(JSON.writeValueAsString(new Line(run, owner)));
    } catch (IOException e) {
      log.warn("{} does not say whose run {} is: {}", file, run, e.getMessage());
    }
  }

  /**
   * Ids of somebody's runs, oldest first.
   *
   * @throws CodeRunsException STORAGE
   */
  public synchronized Set<String> of(String owner) {
    try {
      Set<String> runs = new LinkedHashSet<>();
      for (String text : lines()) {
        Line line = parsed(text);
        if (line.owner().equals(owner)) {
          runs.add(line.run());
        }
      }
      return runs;
    } catch (IOException e) {
      throw new CodeRunsException(Code.STORAGE, file + " cannot be read", e);
    }
  }

  /**
   * Forgets that there was such an owner.
   *
   * @throws CodeRunsException STORAGE
   */
  public synchronized void forget(String owner) {
    try {
      if (Files.exists(file)) {
        rewrite(owner);
      }
    } catch (IOException e) {
      throw new CodeRunsException(Code.STORAGE, file + " cannot be written", e);
    }
  }

  private void rewrite(String owner) throws IOException {
    DurableLines.whileNoneAppends(
        file,
        () -> {
          List<String> kept = new ArrayList<>(lines());
          kept.removeIf(text -> parsed(text).owner().equals(owner));
          AtomicFiles.writeString(file, kept.isEmpty() ? "" : String.join("\n", kept) + "\n");
        });
  }

  private List<String> lines() throws IOException {
    return Files.exists(file)
        ? Files.readAllLines(file, StandardCharsets.UTF_8).stream()
            .filter(line -> line.endsWith("}"))
            .toList()
        : List.of();
  }

  /** A line that is none belongs to nobody, and stays. */
  private static Line parsed(String text) {
    try {
      return JSON.readValue(text, Line.class);
    } catch (JacksonException e) {
      return new Line("", "");
    }
  }
}
