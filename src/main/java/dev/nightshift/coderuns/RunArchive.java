package dev.nightshift.coderuns;

import dev.nightshift.coderuns.CodeRunsException.Code;
import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs that are over, the newest, a file of JSON each, which only the server's user may read.
 * Thread-safe.
 */
final class RunArchive {
  private static final Logger log = LoggerFactory.getLogger(RunArchive.class);
  private static final String SUFFIX = ".json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final int most;

  /** By id, the oldest first. */
  private final SequencedMap<String, RunSummary> kept = new LinkedHashMap<>();

  /** Reads what there is; files that are no runs are named in the log and left alone. */
  RunArchive(Path folder, int most) {
    this.folder = folder;
    this.most = most;
    summaries().forEach(summary -> kept.put(summary.id(), summary));
  }

  private List<RunSummary> summaries() {
    List<RunSummary> summaries = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return summaries;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        try {
          summaries.add(JSON.readValue(file, RunReport.class).summary());
        } catch (JacksonException e) {
          log.warn("{} is no run and is not listed: {}", file, e.getMessage());
        }
      }
    } catch (IOException e) {
      log.warn("{} cannot be read; past runs are not listed", folder, e);
    }
    summaries.sort(Comparator.comparing(RunSummary::created).thenComparing(RunSummary::id));
    return summaries;
  }

  /** The oldest first. */
  synchronized List<RunSummary> list() {
    return List.copyOf(kept.values());
  }

  synchronized @Nullable RunSummary find(String id) {
    return kept.get(id);
  }

  /**
   * A run that is listed.
   *
   * @throws CodeRunsException STORAGE
   */
  RunReport read(String id) {
    try {
      return JSON.readValue(file(id), RunReport.class);
    } catch (JacksonException e) {
      throw new CodeRunsException(Code.STORAGE, "the file of run " + id + " cannot be read", e);
    }
  }

  /** Keeps a run, and the oldest no longer where there are too many. */
  synchronized void add(RunReport report) throws IOException {
    RunSummary run = report.summary();
    AtomicFiles.writePrivate(file(run.id()), JSON.writeValueAsBytes(report));
    kept.put(run.id(), run);
    while (kept.size() > most) {
      delete(kept.firstEntry().getKey());
    }
  }

  /**
   * Forgets a run, if there is one.
   *
   * @throws CodeRunsException STORAGE
   */
  synchronized void delete(String id) {
    if (!kept.containsKey(id)) {
      return;
    }
    try {
      Files.deleteIfExists(file(id));
      kept.remove(id);
    } catch (IOException e) {
      throw new CodeRunsException(Code.STORAGE, "the file of run " + id + " stays", e);
    }
  }

  private Path file(String id) {
    return folder.resolve(id + SUFFIX);
  }
}
