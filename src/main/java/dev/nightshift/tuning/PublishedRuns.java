package dev.nightshift.tuning;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.adapter.Taints;
import dev.nightshift.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which runs have published their adapter. A run's checkpoint goes after that; one that is still
 * there shows that the run's process ended in between, and nobody was told of the adapter.
 */
final class PublishedRuns {
  private static final Logger log = LoggerFactory.getLogger(PublishedRuns.class);
  private static final String CHECKPOINT = "checkpoint.bin";

  private final Path work;
  private final AdapterStore store;

  /**
   * @param work the folder of the runs' folders
   */
  PublishedRuns(Path work, AdapterStore store) {
    this.work = work;
    this.store = store;
  }

  /** A version with its provenance. */
  record Published(AdapterVersion version, Provenance provenance) {}

  /**
   * What makes two runs the same, their keys aside.
   *
   * @param run its rows
   * @param from what it goes on from; null: the base
   */
  record Sought(
      TuningRun run,
      String baseSha256,
      String templateSha256,
      TrainingOptions options,
      Provenance.@Nullable Origin from) {
    private boolean isOf(Provenance made) {
      return made.rowIds().equals(run.rowIds())
          && made.baseSha256().equals(baseSha256)
          && made.templateSha256().equals(templateSha256)
          && made.options().equals(options)
          && Objects.equals(made.continuedFrom(), from);
    }
  }

  /** What the run of that key has published. */
  Optional<Published> of(String key) {
    for (AdapterVersion version : store.versions()) {
      Optional<Provenance> made =
          Provenance.of(version).filter(provenance -> provenance.run().equals(key));
      if (made.isPresent()) {
        return Optional.of(new Published(version, made.get()));
      }
    }
    return Optional.empty();
  }

  /**
   * What another run that taught the same has published, of which nobody was told; nothing that
   * holds what was forgotten since.
   *
   * @param keys how the other's key begins
   */
  Optional<Published> untold(Sought sought, String keys) {
    for (AdapterVersion version : untainted()) {
      Optional<Provenance> made =
          Provenance.of(version)
              .filter(provenance -> provenance.run().startsWith(keys))
              .filter(provenance -> Files.exists(checkpoint(provenance.run())))
              .filter(sought::isOf);
      if (made.isPresent()) {
        return Optional.of(new Published(version, made.get()));
      }
    }
    return Optional.empty();
  }

  /** Versions that hold nothing that was forgotten; what others were taught counts for nothing. */
  List<AdapterVersion> untainted() {
    Taints taints = store.taints();
    return store.versions().stream().filter(version -> taints.of(version).isEmpty()).toList();
  }

  /** Rows of a version that no earlier one was taught. */
  Set<String> freshRows(AdapterVersion version) {
    List<AdapterVersion> earlier =
        untainted().stream()
            .takeWhile(other -> other.name().compareTo(version.name()) < 0)
            .toList();
    Set<String> fresh = new HashSet<>(Provenance.trainedRows(List.of(version)));
    fresh.removeAll(Provenance.trainedRows(earlier));
    return fresh;
  }

  /** Takes away the checkpoint of a run that needs it no more; one that stays costs only room. */
  void told(String key) {
    try {
      if (Files.deleteIfExists(checkpoint(key))) {
        log.info("run {} had published its adapter: its checkpoint is of no use any more", key);
      }
    } catch (IOException e) {
      log.warn("{} could not be removed: {}", checkpoint(key), e.toString());
    }
  }

  private Path checkpoint(String key) {
    return work.resolve(key).resolve(CHECKPOINT);
  }
}
