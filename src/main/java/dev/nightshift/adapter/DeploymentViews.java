package dev.nightshift.adapter;

import dev.nightshift.adapter.AdapterException.Code;
import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code current} points at: one small folder a deployment, {@code
 * deployments/<time>_<n>_<version>}, with a link {@code adapter} to the immutable version, links to
 * each of its files, and the records of that deployment beside them. So {@code
 * current/adapter.gguf} and {@code current/rollback_summary.json} can both be read, and no
 * published adapter is ever written to.
 */
final class DeploymentViews {
  private static final String CURRENT = "current";
  private static final String ADAPTER = "adapter";

  private final Path loras;
  private final Path deployments;

  DeploymentViews(Path loras) {
    this.loras = loras;
    this.deployments = loras.resolve("deployments");
  }

  /** The name of the active version; empty when {@code current} is missing or dangling. */
  Optional<String> active() {
    Path link = loras.resolve(CURRENT);
    try {
      // A person may have linked a version by hand; that is understood as well.
      Path target = link.toRealPath();
      Path version =
          loras.equals(target.getParent()) ? target : target.resolve(ADAPTER).toRealPath();
      return Optional.of(version.getFileName().toString());
    } catch (IOException missing) {
      return Optional.empty();
    }
  }

  Path activate(AdapterVersion version, Instant at) {
    try {
      AtomicFiles.createDirectories(deployments);
      String name = time(at) + version.name();
      Path view = deployments.resolve(name);
      publish(version, view);
      AtomicFiles.symlink(loras.resolve(CURRENT), Path.of("deployments", name));
      return view;
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot make " + version.name() + " current", e);
    }
  }

  private void publish(AdapterVersion version, Path view) throws IOException {
    Path staged = Staging.create(deployments);
    try {
      Path target = Path.of("..", "..", version.name());
      Files.createSymbolicLink(staged.resolve(ADAPTER), target);
      for (Path file : files(version.directory())) {
        String name = file.getFileName().toString();
        Files.createSymbolicLink(staged.resolve(name), target.resolve(name));
      }
      AtomicFiles.publishDirectory(staged, view);
    } finally {
      // Published it has another name; a disk that is full should not keep what is half made.
      Staging.delete(staged);
    }
  }

  /** A new folder for the records of a rollback; see {@link AdapterStore#rollbackFolder}. */
  Path rollbackFolder(AdapterVersion failed, boolean linked, Instant at) {
    try {
      Path folder = loras.resolve(AdapterNames.free(loras, AdapterNames.ROLLBACK, at));
      Files.createDirectory(folder);
      if (linked) {
        AtomicFiles.symlink(folder.resolve(failed.name()), Path.of("..", failed.name()));
      }
      AtomicFiles.fsyncDirectory(loras);
      return folder;
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot create a rollback folder in " + loras, e);
    }
  }

  /** Time and a counter, so that views sort in the order they were made even within one second. */
  private String time(Instant at) {
    String time = AdapterNames.time(at);
    int sameSecond =
        (int) all().stream().filter(v -> v.getFileName().toString().startsWith(time)).count();
    return "%s_%02d_".formatted(time, sameSecond + 1);
  }

  /** Every view, oldest first. */
  List<Path> all() {
    if (!Files.isDirectory(deployments)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(deployments)) {
      return entries
          .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot list " + deployments, e);
    }
  }

  /** Removes views whose adapter is gone; the active one stays. */
  void dropDangling() throws IOException {
    Path current = loras.resolve(CURRENT);
    for (Path view : all()) {
      boolean active = Files.exists(current) && Files.isSameFile(current, view);
      if (!active && !Files.exists(view.resolve(ADAPTER))) {
        Staging.delete(view);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isRegularFile).toList();
    }
  }
}
