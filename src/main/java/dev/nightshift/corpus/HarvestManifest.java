package dev.nightshift.corpus;

import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The manifest beside a rows file: its digest, what is in it, how the seats voted, and every run
 * that added to it. Written after the rows file, so that a manifest may be behind its file but
 * never ahead.
 */
final class HarvestManifest {
  private static final Logger log = LoggerFactory.getLogger(HarvestManifest.class);

  private HarvestManifest() {}

  /** The manifest of a rows file. */
  static Path of(Path rowsFile) {
    String name = String.valueOf(rowsFile.getFileName());
    return rowsFile.resolveSibling(name.replaceFirst("\\.jsonl$", "") + ".manifest.json");
  }

  /** Describes the file as it is now, and adds a run to those known. */
  static void update(
      Path rowsFile, List<TrainingRow> rows, RunRecord run, List<String> superseded) {
    write(rowsFile, rows, json -> add(json, run, superseded));
  }

  /** Describes the file as it is now, after rows were taken out of it. */
  static void withdrawn(
      Path rowsFile, List<TrainingRow> rows, List<TrainingRow> withdrawn, Instant at) {
    write(
        rowsFile,
        rows,
        json -> {
          ArrayNode ids = json.put("at", at.toString()).putArray("withdrawn");
          withdrawn.stream().map(TrainingRow::id).forEach(ids::add);
        });
  }

  /** Describes the file as it is now, after rows were erased from it. */
  static void erased(Path rowsFile, List<TrainingRow> rows, int count, Instant at) {
    write(rowsFile, rows, json -> json.put("at", at.toString()).put("erased", count));
  }

  private static void write(Path rowsFile, List<TrainingRow> rows, Consumer<ObjectNode> run) {
    Path file = of(rowsFile);
    try {
      ObjectNode json = Json.object();
      json.put("file", String.valueOf(rowsFile.getFileName()));
      json.put("sha256", FileDigest.sha256(rowsFile));
      json.put("rows", rows.size());
      for (RowSource source : RowSource.values()) {
        json.put(source.label(), rows.stream().filter(row -> row.source() == source).count());
      }
      json.put(
          "mean_agreement", rows.stream().mapToDouble(TrainingRow::agreement).average().orElse(0));
      votes(json.putObject("votes"), rows);
      rows.stream().map(TrainingRow::id).forEach(json.putArray("row_ids")::add);
      ArrayNode runs = json.putArray("runs");
      knownRuns(file).forEach(runs::add);
      run.accept(runs.addObject());
      AtomicFiles.writeString(file, json.toPrettyString() + "\n");
    } catch (IOException e) {
      throw new CorpusException(CorpusException.Code.IO, "cannot write " + file + ": " + e, e);
    }
  }

  private static void votes(ObjectNode json, List<TrainingRow> rows) {
    for (RowVote.Result result : RowVote.Result.values()) {
      json.put(
          result.name().toLowerCase(Locale.ROOT),
          rows.stream()
              .flatMap(row -> row.votes().stream())
              .filter(v -> v.result() == result)
              .count());
    }
  }

  private static void add(ObjectNode json, RunRecord run, List<String> superseded) {
    json.put("from", run.from().toString());
    json.put("until", run.until().toString());
    json.put("at", run.at().toString());
    json.put("failures", run.failures());
    json.put("kept", run.kept());
    json.put("corrections", run.corrections());
    json.put("dropped", run.dropped());
    json.put("abstained", run.abstained());
    json.put("quarantined", run.quarantined());
    json.put("duplicates", run.duplicates());
    json.put("deferred", run.deferred());
    json.put("redactions", run.redactions());
    superseded.forEach(json.putArray("superseded")::add);
  }

  private static List<JsonNode> knownRuns(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Json.parse(Files.readString(file)).objects("runs").stream().map(Json::node).toList();
    } catch (CorpusException e) {
      log.warn("{} cannot be read and is begun anew: {}", file, e.getMessage());
      return List.of();
    }
  }
}
