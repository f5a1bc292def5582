package dev.nightshift.erasure;

import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.DurableLines;
import dev.nightshift.home.TemporaryNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Logs and records of a home: takes out the lines, and of a JSON file the texts, that hold what was
 * forgotten. Files without any are not touched. What is no text, by its name, is left alone.
 */
final class TextFiles {
  private static final Set<String> KINDS = Set.of("jsonl", "json", "log", "txt", "rejected");

  /** Hold digests and names only, or are rewritten by those who know them. */
  private static final Set<String> SPARED =
      Set.of("forgotten.json", "provenance.json", "scope.json", "server.json");

  private final List<Path> folders;
  private final ForgottenLines lines;

  TextFiles(List<Path> folders, ForgottenLines lines) {
    this.folders = List.copyOf(folders);
    this.lines = lines;
  }

  /** Rewrites what has to be, and names it. */
  List<Path> erase() {
    List<Path> changed = new ArrayList<>();
    for (Path file : files()) {
      try {
        if (String.valueOf(file.getFileName()).endsWith(".json") ? json(file) : lines(file)) {
          changed.add(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot take out of " + file + " what was forgotten", e);
      }
    }
    return changed;
  }

  private boolean json(Path file) throws IOException {
    String before = Files.readString(file);
    String after = lines.json(before);
    if (after.equals(before)) {
      return false;
    }
    AtomicFiles.writeString(file, after);
    return true;
  }

  private boolean lines(Path file) throws IOException {
    Predicate<String> goes =
        String.valueOf(file.getFileName()).contains(".jsonl") ? lines::record : lines::text;
    try (BufferedReader reader = reader(file)) {
      if (reader.lines().noneMatch(goes)) {
        return false;
      }
    }
    DurableLines.whileNoneAppends(
        file, () -> AtomicFiles.write(file, out -> copy(file, out, goes.negate())));
    return true;
  }

  private static void copy(Path file, OutputStream out, Predicate<String> stays)
      throws IOException {
    try (BufferedReader reader = reader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (stays.test(line)) {
          out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static BufferedReader reader(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      if (Files.exists(folder)) {
        try (Stream<Path> walk = Files.walk(folder)) {
          walk.filter(TextFiles::isOurs).sorted().forEach(files::add);
        } catch (IOException e) {
          throw new UncheckedIOException("cannot list " + folder, e);
        }
      }
    }
    return files;
  }

  private static boolean isOurs(Path file) {
    String name = String.valueOf(file.getFileName());
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && KINDS.contains(name.substring(name.lastIndexOf('.') + 1))
        && !SPARED.contains(name)
        && !TemporaryNames.isTemporary(file);
  }
}
