package dev.nightshift.adapter;

import dev.nightshift.adapter.AdapterException.Code;
import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Removes what is old and no longer needed. Records of rollbacks stay; only their links may go. */
final class AdapterRetention {
  private final AdapterStore store;
  private final DeploymentViews views;

  AdapterRetention(AdapterStore store, DeploymentViews views) {
    this.store = store;
    this.views = views;
  }

  List<String> prune(int keep, Set<String> spared) {
    if (keep < 0) {
      throw new IllegalArgumentException("cannot keep " + keep + " adapters");
    }
    try {
      List<String> removed = new ArrayList<>();
      Set<String> needed = new HashSet<>(spared);
      needed.add(store.current().name());
      store.latest().ifPresent(latest -> needed.add(latest.name()));
      for (AdapterVersion version : allButNewest(store.versions(), keep)) {
        if (!needed.contains(version.name())) {
          store.delete(version);
          removed.add(version.name());
        }
      }
      Path current = store.directory().resolve("current").toRealPath();
      for (Path view : allButNewest(views.all(), Math.max(1, keep))) {
        if (!view.equals(current)) {
          Staging.delete(view);
          removed.add(view.getFileName().toString());
        }
      }
      for (Path backup : allButNewest(entries(AdapterNames.BACKUP), keep)) {
        Files.delete(backup);
        removed.add(backup.getFileName().toString());
      }
      dropDanglingLinks();
      return List.copyOf(removed);
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot clean up " + store.directory(), e);
    }
  }

  void discard(AdapterVersion version) {
    Path latest = store.directory().resolve("latest");
    List<AdapterVersion> others =
        store.versions().stream().filter(other -> !other.name().equals(version.name())).toList();
    try {
      if (version.isBase() || version.name().equals(store.current().name())) {
        throw new AdapterException(Code.INVALID, version.name() + " is in use and not removed");
      }
      boolean named = store.latest().filter(version::equals).isPresent();
      if (named && others.isEmpty()) {
        Files.deleteIfExists(latest);
      } else if (named) {
        AtomicFiles.symlink(latest, Path.of(others.getLast().name()));
      }
      Staging.delete(version.directory());
      dropDanglingLinks();
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot remove " + version.directory(), e);
    }
  }

  /** Removes versions that are not current, and whatever points at them. */
  void removeAll(List<AdapterVersion> versions) {
    for (AdapterVersion version : versions) {
      if (!version.name().equals(store.current().name())) {
        store.delete(version);
      }
    }
    try {
      dropDanglingLinks();
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot clean up " + store.directory(), e);
    }
  }

  /** Whatever points at a version that is gone. */
  private void dropDanglingLinks() throws IOException {
    List<Path> links = new ArrayList<>(entries(AdapterNames.BACKUP));
    for (Path folder : entries(AdapterNames.ROLLBACK)) {
      try (Stream<Path> inside = Files.list(folder)) {
        links.addAll(inside.toList());
      }
    }
    views.dropDangling();
    for (Path link : links) {
      if (Files.isSymbolicLink(link) && !Files.exists(link)) {
        Files.delete(link);
      }
    }
  }

  private List<Path> entries(String prefix) throws IOException {
    try (Stream<Path> entries = Files.list(store.directory())) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  private static <T> List<T> allButNewest(List<T> oldestFirst, int keep) {
    return oldestFirst.subList(0, Math.max(0, oldestFirst.size() - keep));
  }
}
