package dev.nightshift.adapter;

import dev.nightshift.adapter.AdapterException.Code;
import dev.nightshift.home.TemporaryNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a start repairs: forgotten staging folders and links, and links that point nowhere. */
final class StoreRecovery {
  private final AdapterStore store;
  private final DeploymentViews views;

  StoreRecovery(AdapterStore store, DeploymentViews views) {
    this.store = store;
    this.views = views;
  }

  List<String> run(Instant at) {
    List<String> done = new ArrayList<>();
    try {
      sweepWithFolders(store.directory(), done);
      Path deployments = store.directory().resolve("deployments");
      if (Files.isDirectory(deployments)) {
        sweepWithFolders(deployments, done);
      }
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot clean up " + store.directory(), e);
    }
    if (views.active().flatMap(store::find).isEmpty()) {
      AdapterVersion target = lastDeployed();
      store.activate(target, at);
      done.add("current pointed nowhere and now is " + target.name());
    }
    List<AdapterVersion> versions = store.versions();
    Path latest = store.directory().resolve("latest");
    if (Files.exists(latest) || versions.isEmpty()) {
      return done;
    }
    store.link("latest", Path.of(versions.getLast().name()));
    done.add("latest now is " + versions.getLast().name());
    return done;
  }

  /** The newest deployment whose adapter still exists; else the base. */
  private AdapterVersion lastDeployed() {
    for (Path view : views.all().reversed()) {
      try {
        Path version = view.resolve("adapter").toRealPath();
        var found = store.find(version.getFileName().toString());
        if (found.isPresent()) {
          return found.get();
        }
      } catch (IOException gone) {
        // That deployment's adapter was removed: look further back.
      }
    }
    return store.base();
  }

  /** Summaries are written in the folders of rollouts. */
  private static void sweepWithFolders(Path folder, List<String> done) throws IOException {
    sweep(folder, done);
    List<Path> folders;
    try (Stream<Path> all = Files.list(folder)) {
      folders = all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    for (Path below : folders) {
      sweep(below, done);
    }
  }

  private static void sweep(Path folder, List<String> done) throws IOException {
    for (Path staged : Staging.abandoned(folder)) {
      Staging.delete(staged);
      done.add("removed the forgotten " + staged.getFileName());
    }
    for (Path file : TemporaryNames.sweep(folder)) {
      done.add("removed the forgotten " + file.getFileName());
    }
  }
}
