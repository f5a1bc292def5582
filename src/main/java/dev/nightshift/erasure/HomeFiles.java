package dev.nightshift.erasure;

import dev.nightshift.home.Home;
import dev.nightshift.home.TemporaryNames;
import dev.nightshift.home.WholeFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of a home that may hold what was forgotten and belong to no store. */
final class HomeFiles {
  private final Home home;
  private final ForgottenLines lines;

  HomeFiles(Home home, ForgottenLines lines) {
    this.home = home;
    this.lines = lines;
  }

  /**
   * Rewrites logs, records of adapters, reports and set-aside lines, and names those that changed.
   */
  List<Path> rewrite() {
    List<Path> changed = new ArrayList<>();
    changed.addAll(
        new TextFiles(List.of(home.logs(), home.loras(), home.code().resolve("reports")), lines)
            .erase());
    changed.addAll(new TextFiles(setAside(), lines).erase());
    return changed;
  }

  /**
   * Removes files that killed processes left half written, what trainings would go on from, and
   * adapters merged with the base that a server has not got yet: all is made anew.
   *
   * @param taught whether rows went: then what the base was asked because of them goes as well
   * @return what was removed
   */
  List<Path> remove(boolean taught) {
    List<Path> changed = new ArrayList<>();
    for (Path folder : List.of(home.state(), home.trainingData(), home.logs())) {
      changed.addAll(sweep(folder));
    }
    List<Path> work = new ArrayList<>(children(home.state().resolve("training")));
    children(home.state().resolve("merged")).stream()
        .filter(file -> file.getFileName().toString().endsWith(".gguf"))
        .forEach(work::add);
    work.forEach(HomeFiles::delete);
    changed.addAll(work);
    if (taught) {
      List<Path> asked =
          children(home.state()).stream()
              .filter(file -> file.getFileName().toString().startsWith("base_answers_"))
              .toList();
      asked.forEach(HomeFiles::delete);
      changed.addAll(asked);
    }
    return changed;
  }

  private static List<Path> sweep(Path root) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.walk(root)) {
      List<Path> swept = new ArrayList<>();
      for (Path folder : inside.filter(Files::isDirectory).toList()) {
        swept.addAll(TemporaryNames.sweep(folder));
      }
      return swept;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clear " + root + " of half written files", e);
    }
  }

  private List<Path> setAside() {
    return children(home.trainingData()).stream()
        .filter(file -> file.getFileName().toString().endsWith(".rejected"))
        .toList();
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static void delete(Path entry) {
    try {
      WholeFolder.delete(entry);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + entry, e);
    }
  }
}
