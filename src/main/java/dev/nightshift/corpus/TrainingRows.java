package dev.nightshift.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows files of a home: {@code harvest_YYYYMMDD.jsonl}, each with its manifest. Files are only
 * ever replaced whole. One writer at a time (the harvester's lock sees to it), any number of
 * readers.
 */
public final class TrainingRows {
  private static final Logger log = LoggerFactory.getLogger(TrainingRows.class);
  private static final Pattern OURS = Pattern.compile("harvest_\\d{8}\\.jsonl");

  private final Path directory;

  /** Rows under this directory, which is made when the first row is written. */
  public TrainingRows(Path directory) {
    this.directory = directory;
  }

  /** The rows file of a day, whether it exists or not. */
  public Path file(LocalDate day) {
    return directory.resolve("harvest_%tY%<tm%<td.jsonl".formatted(day));
  }

  /** The rows files there are, oldest first. */
  public List<Path> files() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(TrainingRows::isOurs).sorted().toList();
    } catch (IOException e) {
      throw new CorpusException(CorpusException.Code.IO, "cannot list " + directory + ": " + e, e);
    }
  }

  /**
   * Every row in force, oldest first: of rows of the same question, answered in the same form, only
   * the one that supersedes.
   */
  public List<TrainingRow> all() {
    return List.copyOf(inForce().values());
  }

  /**
   * The rows in force that can be taught together, oldest first. Of a question that is answered in
   * words and by a schema it is the words: whoever is taught two answers to one question gives
   * either, and a schema is kept by whoever writes the object.
   */
  public List<TrainingRow> teachable() {
    Map<String, TrainingRow> byQuestion = new LinkedHashMap<>();
    for (TrainingRow row : all()) {
      byQuestion.merge(
          QuestionKey.of(row.instruction()),
          row,
          (old, other) ->
              old.profile().isEmpty()
                  ? old
                  : other.profile().isEmpty() ? other : newer(old, other));
    }
    return List.copyOf(byQuestion.values());
  }

  private static TrainingRow newer(TrainingRow old, TrainingRow other) {
    return other.supersedes(old) ? other : old;
  }

  /** Every row of every file, oldest first, also those that others superseded. */
  public List<TrainingRow> everyone() {
    return files().stream().flatMap(file -> read(file).rows().stream()).toList();
  }

  /** Takes rows out of their files; the manifests name them. Rows that are not there are fine. */
  public void withdraw(Set<TrainingRow> rows, Instant now) {
    take(rows, (file, stay, gone) -> HarvestManifest.withdrawn(file, stay, gone, now));
  }

  /**
   * Takes rows out of their files for good. The manifests say how many, and not which.
   *
   * @throws CorpusException IO
   */
  public void erase(Set<TrainingRow> rows, Instant now) {
    take(rows, (file, stay, gone) -> HarvestManifest.erased(file, stay, gone.size(), now));
  }

  /** Tells a manifest what stays in its file and what went. */
  private interface Telling {
    void of(Path file, List<TrainingRow> stay, List<TrainingRow> gone);
  }

  private void take(Set<TrainingRow> rows, Telling manifest) {
    for (Path file : files()) {
      RowsRead read = read(file);
      List<TrainingRow> gone = read.rows().stream().filter(rows::contains).toList();
      if (!gone.isEmpty()) {
        List<TrainingRow> stay = read.rows().stream().filter(row -> !rows.contains(row)).toList();
        if (!read.bad().isEmpty()) {
          setAside(read);
        }
        JsonLines.write(file, stay.stream().map(RowJson::write).toList());
        manifest.of(file, stay, gone);
      }
    }
  }

  /** Teachable rows whose ids are not among those already trained. */
  public List<TrainingRow> untrained(Set<String> trainedIds) {
    return teachable().stream().filter(row -> !trainedIds.contains(row.id())).toList();
  }

  /**
   * Rows of one file. In one of ours a last line without its end is torn and bad; in a person's it
   * may stand if it is whole. A person's line may hold just instruction and output.
   *
   * @throws CorpusException IO when the file is missing or cannot be read
   */
  public static RowsRead read(Path file) {
    if (!Files.exists(file)) {
      throw new CorpusException(CorpusException.Code.IO, "there is no rows file " + file);
    }
    JsonLines.LastLine lastLine =
        isOurs(file) ? JsonLines.LastLine.MUST_END : JsonLines.LastLine.MAY_LACK_END;
    JsonLines.Parsed<TrainingRow> parsed = JsonLines.read(file, lastLine, RowJson::read);
    return new RowsRead(file, parsed.values(), parsed.bad());
  }

  /**
   * Adds rows to a day's file, then the run to its manifest. Lines that cannot be read are put
   * beside the file first. Writing the same rows again changes nothing in the rows file.
   *
   * @throws CorpusException IO when a file cannot be read or written
   */
  public AddedRows add(LocalDate day, List<TrainingRow> rows, RunRecord run) {
    Path file = file(day);
    boolean exists = Files.exists(file);
    if (rows.isEmpty() && (!exists || run.failures() == 0)) {
      return new AddedRows(file, exists ? read(file).rows().size() : 0, List.of(), List.of());
    }
    List<String> superseded = supersededBy(rows);
    RowsRead before = exists ? read(file) : new RowsRead(file, List.of(), List.of());
    if (!before.bad().isEmpty()) {
      setAside(before);
    }
    List<TrainingRow> after = merge(before.rows(), rows);
    if (!after.equals(before.rows()) || !before.bad().isEmpty()) {
      JsonLines.write(file, after.stream().map(RowJson::write).toList());
    }
    HarvestManifest.update(file, after, run, superseded);
    return new AddedRows(file, after.size(), superseded, before.bad());
  }

  private Map<String, TrainingRow> inForce() {
    Map<String, TrainingRow> byQuestion = new LinkedHashMap<>();
    for (Path file : files()) {
      RowsRead read = read(file);
      for (BadLine bad : read.bad()) {
        log.warn("{} line {} is left out: {}", file, bad.number(), bad.reason());
      }
      read.rows().forEach(row -> byQuestion.merge(row.questionKey(), row, TrainingRows::winner));
    }
    return byQuestion;
  }

  private List<String> supersededBy(List<TrainingRow> rows) {
    Map<String, TrainingRow> inForce = inForce();
    List<String> ids = new ArrayList<>();
    for (TrainingRow row : rows) {
      TrainingRow old = inForce.get(row.questionKey());
      if (old != null && !old.id().equals(row.id()) && row.supersedes(old)) {
        ids.add(old.id());
      }
    }
    return ids;
  }

  /** Rows by question, in the order they came; none lost, none twice. */
  private static List<TrainingRow> merge(List<TrainingRow> before, List<TrainingRow> added) {
    Map<String, TrainingRow> byQuestion = new LinkedHashMap<>();
    Stream.concat(before.stream(), added.stream())
        .forEach(row -> byQuestion.merge(row.questionKey(), row, TrainingRows::winner));
    return List.copyOf(byQuestion.values());
  }

  /** The one of two rows of a question that stands; it keeps the exchanges behind the other. */
  private static TrainingRow winner(TrainingRow old, TrainingRow added) {
    if (old.id().equals(added.id())) {
      boolean stronger = added.source() != old.source() && added.supersedes(old);
      TrainingRow stays = stronger ? added : old;
      TrainingRow goes = stronger ? old : added;
      return stays.withAllBehind(goes);
    }
    return added.supersedes(old)
        ? added.withMoreExchanges(old.exchangeIds())
        : old.withMoreExchanges(added.exchangeIds());
  }

  private static void setAside(RowsRead read) {
    Path beside = read.file().resolveSibling(read.file().getFileName() + ".rejected");
    List<String> lines = new ArrayList<>();
    JsonLines.Parsed<String> known =
        JsonLines.read(beside, JsonLines.LastLine.MAY_LACK_END, line -> line);
    lines.addAll(known.values());
    for (BadLine bad : read.bad()) {
      log.warn(
          "{} line {} is set aside in {}: {}", read.file(), bad.number(), beside, bad.reason());
      String line =
          Json.object()
              .put("line", bad.number())
              .put("reason", bad.reason())
              .put("text", bad.text())
              .toString();
      if (!lines.contains(line)) {
        lines.add(line);
      }
    }
    JsonLines.write(beside, lines);
  }

  private static boolean isOurs(Path file) {
    return OURS.matcher(String.valueOf(file.getFileName())).matches();
  }
}
