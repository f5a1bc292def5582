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
      Path staged = Staging.create(deployments);
      Path target = Path.of("..", "..", version.name());
      Files.createSymbolicLink(staged.resolve(ADAPTER), target);
      for (Path file : files(version.directory())) {
        Files.createSymbolicLink(
            staged.resolve(file.getFileName()), target.resolve(file.getFileName()));
      }
      Path view = deployments.resolve(name);
      AtomicFiles.publishDirectory(staged, view);
      Staging.release(staged);
      AtomicFiles.symlink(loras.resolve(CURRENT), Path.of("deployments", name));
      return view;
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot make " + version.name() + " current", e);
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

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isRegularFile).toList();
    }
  }
}
