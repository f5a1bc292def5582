package dev.nightshift.tuning;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where an adapter came from: {@code provenance.json}, names in snake case.
 *
 * @param adapterSha256 of adapter.gguf
 * @param adapterBytes its size
 * @param baseModel name of the base
 * @param baseSha256 of the base GGUF
 * @param templateSha256 of the chat template trained with
 * @param run the run that made it
 * @param trainedAt when training ended
 * @param rows how many rows were taught
 * @param rowIds ids of those rows
 * @param replay past successes trained on beside them
 * @param examplesSha256 of the examples file
 * @param options hyper-parameters, seed included
 * @param lossCurve mean loss of every epoch, in nats
 * @param steps optimiser steps
 * @param stopReason why training ended
 * @param seconds it took
 * @param peakMemoryBytes of the trainer process
 * @param versions of this program and the libraries that compute
 * @param continuedFrom the adapter that training began with; null: the base alone
 * @param replayedExchanges ids of the exchanges that the replay was chosen from; null: not known
 * @param rowsReadAt when the rows were read; null: not known
 */
public record Provenance(
    String adapterSha256,
    long adapterBytes,
    String baseModel,
    String baseSha256,
    String templateSha256,
    String run,
    Instant trainedAt,
    int rows,
    List<String> rowIds,
    int replay,
    String examplesSha256,
    TrainingOptions options,
    List<Double> lossCurve,
    int steps,
    String stopReason,
    double seconds,
    long peakMemoryBytes,
    Map<String, String> versions,
    @Nullable Origin continuedFrom,
    @Nullable List<String> replayedExchanges,
    @Nullable Instant rowsReadAt) {

  private static final Logger log = LoggerFactory.getLogger(Provenance.class);
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /**
   * The adapter that another one was made from.
   *
   * @param name its version, or its file or directory
   * @param sha256 of the file with its numbers
   */
  public record Origin(String name, String sha256) {}

  public Provenance {
    rowIds = List.copyOf(rowIds);
    lossCurve = List.copyOf(lossCurve);
    versions = Map.copyOf(versions);
    replayedExchanges = replayedExchanges == null ? null : List.copyOf(replayedExchanges);
  }

  /** The file's content. */
  String json() {
    return MAPPER.writeValueAsString(this) + "\n";
  }

  /**
   * Ids of all rows that some adapter has been trained on. An adapter whose provenance cannot be
   * read counts for none, so that its rows are trained again rather than never.
   */
  static Set<String> trainedRows(List<AdapterVersion> versions) {
    Set<String> ids = new HashSet<>();
    for (AdapterVersion version : versions) {
      of(version).ifPresent(provenance -> ids.addAll(provenance.rowIds()));
    }
    return ids;
  }

  /** A version's provenance; empty when there is none that can be read. */
  public static Optional<Provenance> of(AdapterVersion version) {
    try {
      return Optional.of(
          MAPPER.readValue(Files.readString(version.provenance()), Provenance.class));
    } catch (IOException | JacksonException e) {
      log.warn("{} has no readable provenance: {}", version.name(), e.getMessage());
      return Optional.empty();
    }
  }
}
