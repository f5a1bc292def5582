package dev.nightshift.adapter;

import dev.nightshift.adapter.AdapterException.Code;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The adapters on disk and the links that say which one is active. See the package documentation
 * for the layout. Every change is one atomic rename, so that a reader (or a crash) sees the old
 * state or the new one, never a dangling {@code current}. Safe for one writer and any number of
 * readers.
 */
public final class AdapterStore {
  private final Path loras;
  private final DeploymentViews views;

  /**
   * A store in the given folder, created when missing; call {@link #recover} before the first use.
   */
  public AdapterStore(Path loras) {
    this.loras = realFolder(loras);
    this.views = new DeploymentViews(this.loras);
  }

  /** The store's real folder. */
  public Path directory() {
    return loras;
  }

  /** What was forgotten, and which adapters that taints. */
  public Taints taints() {
    return new Taints(loras.resolve("forgotten.json"));
  }

  /** The base: no adapter, an empty directory. */
  public AdapterVersion base() {
    return new AdapterVersion(AdapterVersion.BASE, realFolder(loras.resolve(AdapterVersion.BASE)));
  }

  /** Every published adapter, oldest first, without the base. */
  public List<AdapterVersion> versions() {
    return folders(AdapterNames.TRAINED);
  }

  private List<AdapterVersion> folders(String prefix) {
    try (Stream<Path> entries = Files.list(loras)) {
      return entries
          .filter(entry -> AdapterNames.isVersion(entry.getFileName().toString()))
          .filter(entry -> entry.getFileName().toString().startsWith(prefix))
          .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
          .map(entry -> new AdapterVersion(entry.getFileName().toString(), entry))
          .sorted(Comparator.comparing(AdapterVersion::name))
          .toList();
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot list the adapters in " + loras, e);
    }
  }

  /** The version of that name; {@code base}, {@code current} and {@code latest} are understood. */
  public Optional<AdapterVersion> find(String name) {
    return switch (name) {
      case AdapterVersion.BASE -> Optional.of(base());
      case "current" -> Optional.of(current());
      case "latest" -> latest();
      default -> folders("").stream().filter(version -> version.name().equals(name)).findFirst();
    };
  }

  /** The active version; the base when {@code current} is missing or points nowhere. */
  public AdapterVersion current() {
    return views.active().flatMap(this::find).orElseGet(this::base);
  }

  /** The newest trained version, whether it ever went live or not. */
  public Optional<AdapterVersion> latest() {
    Path link = loras.resolve("latest");
    try {
      return Optional.of(link.toRealPath())
          .flatMap(real -> find(real.getFileName().toString()))
          .filter(version -> !version.isBase());
    } catch (IOException missing) {
      List<AdapterVersion> all = versions();
      return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }
  }

  /**
   * A fresh empty folder beside the versions to build one in; forgotten ones go at the next start.
   */
  public Path stage() {
    try {
      return Staging.create(loras);
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot create a staging folder in " + loras, e);
    }
  }

  /**
   * Removes a staged folder that was not published, so that what failed does not fill the disk; one
   * that was published has another name and stays.
   */
  public void unstage(Path staged) {
    try {
      Staging.delete(staged);
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot remove " + staged, e);
    }
  }

  /**
   * Makes a staged folder a version and {@code latest}. Publishing the same adapter with the same
   * time twice gives the same version, so that an interrupted step may simply run again.
   *
   * @param staged a folder from {@link #stage} holding at least {@code adapter.gguf}
   * @param trainedAt when training ended; the version's name carries it to the second
   * @throws AdapterException INVALID without {@code adapter.gguf}, STORAGE when the disk fails
   */
  public AdapterVersion publish(Path staged, Instant trainedAt) {
    AdapterVersion version = keep(AdapterNames.TRAINED, staged, trainedAt);
    link("latest", Path.of(version.name()));
    return version;
  }

  /**
   * As {@link #publish} for an adapter that is only to fail; never latest, not among the versions.
   */
  public AdapterVersion publishForDrill(Path staged, Instant at) {
    return keep(AdapterNames.DRILL, staged, at);
  }

  /**
   * The version a folder holds. One outside the store is copied into it; {@code latest} stays.
   *
   * @throws AdapterException UNKNOWN when there is no such folder, INVALID without {@code
   *     adapter.gguf}
   */
  public AdapterVersion resolve(Path folder, Instant now) {
    try {
      Path real = folder.toRealPath();
      Path adapter = real.resolve("adapter");
      if (real.startsWith(loras) && Files.isDirectory(adapter)) {
        real = adapter.toRealPath();
      }
      if (loras.equals(real.getParent())) {
        Optional<AdapterVersion> known = find(real.getFileName().toString());
        if (known.isPresent()) {
          return known.get();
        }
      }
      return keep(AdapterNames.TRAINED, Staging.copyOf(real, loras), now);
    } catch (NoSuchFileException e) {
      throw new AdapterException(Code.UNKNOWN, "there is no adapter at " + folder, e);
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot copy " + folder + " into " + loras, e);
    }
  }

  private AdapterVersion keep(String prefix, Path staged, Instant trainedAt) {
    Path gguf = staged.resolve("adapter.gguf");
    if (!Files.isRegularFile(gguf)) {
      throw new AdapterException(Code.INVALID, "no adapter.gguf in " + staged);
    }
    try {
      String name = AdapterNames.version(prefix, trainedAt, FileDigest.sha256(gguf));
      Path target = loras.resolve(name);
      if (Files.isDirectory(target)) {
        Staging.delete(staged);
      } else {
        AtomicFiles.publishDirectory(staged, target);
        Staging.release(staged);
      }
      return new AdapterVersion(name, target);
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot publish " + staged + " to " + loras, e);
    }
  }

  /**
   * Makes a version the active one: a new deployment view, then one atomic swap of {@code current}.
   *
   * @return the view's folder, what {@code current} now points at; deployment records go there
   */
  public Path activate(AdapterVersion version, Instant at) {
    if (!Files.isDirectory(version.directory())) {
      throw new AdapterException(Code.UNKNOWN, "no such adapter: " + version.directory());
    }
    return views.activate(version, at);
  }

  /** Links what is active now as {@code backup_<time>}, and says what that is. */
  public AdapterVersion backup(Instant at) {
    AdapterVersion active = current();
    link(AdapterNames.free(loras, AdapterNames.BACKUP, at), Path.of(active.name()));
    return active;
  }

  /**
   * A new {@code rollback_<time>} folder for the records of a rollback, linking the failed adapter.
   *
   * @param failed what was taken back
   * @param linked false when its files will not be kept
   */
  public Path rollbackFolder(AdapterVersion failed, boolean linked, Instant at) {
    return views.rollbackFolder(failed, linked, at);
  }

  /**
   * Writes a record into a published version, such as {@code evaluation.json}; what is served from
   * it cannot be replaced this way.
   */
  public void record(AdapterVersion version, String fileName, String text) {
    if (version.isBase() || AdapterFiles.REQUIRED.contains(fileName)) {
      throw new AdapterException(
          Code.INVALID, fileName + " of " + version.name() + " never changes");
    }
    try {
      AtomicFiles.writeString(version.directory().resolve(fileName), text);
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot write " + fileName + " of " + version, e);
    }
  }

  /**
   * Removes old versions, deployment views and backups. The current and the latest version always
   * stay.
   *
   * @param keep how many of the newest versions, views and backups stay
   * @param spared names of versions that stay as well, such as rollback targets
   * @return what was removed, by name
   */
  public List<String> prune(int keep, Set<String> spared) {
    return new AdapterRetention(this, views).prune(keep, spared);
  }

  /** Removes what drills of killed processes left; call it when no drill runs. */
  public void removeDrills() {
    new AdapterRetention(this, views).removeAll(folders(AdapterNames.DRILL));
  }

  /** What {@link #recover} found and did, in words; empty when all was well. */
  public List<String> recover(Instant at) {
    return new StoreRecovery(this, views).run(at);
  }

  /** Removes a version that is neither current nor latest; one that does not exist is no error. */
  public void delete(AdapterVersion version) {
    boolean used =
        version.isBase()
            || version.name().equals(current().name())
            || latest().map(AdapterVersion::name).filter(version.name()::equals).isPresent();
    if (used) {
      throw new AdapterException(Code.INVALID, version.name() + " is in use and not removed");
    }
    try {
      Staging.delete(version.directory());
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot remove " + version.directory(), e);
    }
  }

  /** Removes a version that is not current; if it is the latest, the newest of the others is. */
  public void discard(AdapterVersion version) {
    new AdapterRetention(this, views).discard(version);
  }

  void link(String name, Path target) {
    try {
      AtomicFiles.symlink(loras.resolve(name), target);
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot link " + name + " to " + target, e);
    }
  }

  private static Path realFolder(Path folder) {
    try {
      AtomicFiles.createDirectories(folder);
      return folder.toRealPath();
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot create the folder " + folder, e);
    }
  }
}
