package dev.nightshift.codeloop;

import dev.nightshift.sandbox.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The tasks that come with the program, and those in files. */
public final class TaskCatalog {
  private static final List<String> NAMES =
      List.of(
          "primes",
          "anagrams",
          "balanced",
          "business_days",
          "durations",
          "flatten",
          "median",
          "roman",
          "run_lengths",
          "word_count");

  private TaskCatalog() {}

  /** Their names. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Reads a task.
   *
   * @param named a file, or the name of a shipped one, also as {@code tasks/NAME.yaml}
   * @param most what a task may use
   * @throws CodeLoopException TASK
   */
  public static CodeTask read(String named, Limits most) {
    Path file = Path.of(named);
    if (Files.isRegularFile(file)) {
      return TaskFile.read(file, most);
    }
    String name = named.replaceFirst("^tasks/(.*)\\.yaml$", "$1");
    if (!NAMES.contains(name)) {
      throw unknown("there is no file " + named);
    }
    return shipped(name, most);
  }

  /**
   * A task that comes with the program; looks at no file.
   *
   * @param most what a task may use
   * @throws CodeLoopException TASK when there is none of this name
   */
  public static CodeTask shipped(String name, Limits most) {
    if (!NAMES.contains(name)) {
      throw unknown("there is no task " + name);
    }
    String resource = "/tasks/" + name + ".yaml";
    try (InputStream in = TaskCatalog.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("it is not in the program");
      }
      return new TaskFile("the task " + name, name, most)
          .read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CodeLoopException(
          CodeLoopException.Code.TASK, "the task " + name + " cannot be read: " + e, e);
    }
  }

  private static CodeLoopException unknown(String what) {
    return new CodeLoopException(
        CodeLoopException.Code.TASK,
        what + "; tasks that come with the program: " + String.join(", ", NAMES));
  }
}
