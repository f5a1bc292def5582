package dev.nightshift.adapter;

import dev.nightshift.adapter.AdapterException.Code;
import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What has been forgotten, in {@code loras/forgotten.json}, and which adapters it taints: those
 * whose {@code provenance.json} says that they were trained on it, and those that went on from one
 * of them. Found anew at every question, so that a training that was under way at the time is found
 * as well. Safe for one writer and any number of readers.
 */
public final class Taints {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Path file;

  /** The record in that file, which is made when there is something to record. */
  Taints(Path file) {
    this.file = file;
  }

  private record Content(List<Forgotten> erasures) {}

  /**
   * All erasures, oldest first.
   *
   * @throws AdapterException STORAGE when the record cannot be read: then nothing can be said to be
   *     free of what was forgotten
   */
  public List<Forgotten> all() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return List.copyOf(MAPPER.readValue(Files.readAllBytes(file), Content.class).erasures());
    } catch (IOException | JacksonException | NullPointerException e) {
      throw new AdapterException(
          Code.STORAGE, file + " cannot be read; restore it from a backup: " + e.getMessage(), e);
    }
  }

  /** Erasures that were cut off, oldest first. */
  public List<Forgotten> unfinished() {
    return all().stream().filter(one -> !one.finished()).toList();
  }

  /** Writes an erasure down, in the place of the one with its id. */
  public void record(Forgotten erasure) {
    List<Forgotten> erasures = new ArrayList<>(all());
    erasures.removeIf(one -> one.id().equals(erasure.id()));
    erasures.add(erasure);
    try {
      AtomicFiles.write(file, MAPPER.writeValueAsBytes(new Content(erasures)));
    } catch (IOException e) {
      throw new AdapterException(Code.STORAGE, "cannot write " + file, e);
    }
  }

  /** Why an adapter must not be used any more; empty when nothing forgotten is in it. */
  public Optional<String> of(AdapterVersion version) {
    List<Forgotten> erasures = all();
    return version.isBase() || erasures.isEmpty() ? Optional.empty() : of(version, erasures);
  }

  /** The same, as if an erasure that is not written down yet were. */
  public Optional<String> of(AdapterVersion version, Forgotten planned) {
    List<Forgotten> erasures = new ArrayList<>(all());
    erasures.add(planned);
    return version.isBase() ? Optional.empty() : of(version, erasures);
  }

  private static Optional<String> of(AdapterVersion version, List<Forgotten> erasures) {
    JsonNode made = provenance(version);
    Set<String> rows = texts(made.path("row_ids"));
    rows.retainAll(forgottenAfter(read(made), erasures));
    if (!rows.isEmpty()) {
      return Optional.of("it was trained on " + rows.size() + " rows that have been forgotten");
    }
    if (erasures.stream().anyMatch(erasure -> replayed(made, erasure))) {
      return Optional.of("answers that have been forgotten may have been replayed in its training");
    }
    Set<String> digests =
        erasures.stream().flatMap(one -> one.digests().stream()).collect(Collectors.toSet());
    if (digests.contains(made.path(AdapterCheck.ADAPTER_SHA256).asString(""))) {
      return Optional.of("it was trained on what has been forgotten");
    }
    return digests.contains(made.path("continued_from").path("sha256").asString(""))
        ? Optional.of("it went on from an adapter trained on what has been forgotten")
        : Optional.empty();
  }

  private static Set<String> forgottenAfter(Instant read, List<Forgotten> erasures) {
    return erasures.stream()
        .filter(one -> read.isBefore(one.at()))
        .flatMap(one -> one.rows().stream())
        .collect(Collectors.toSet());
  }

  /** Adapters of older versions of this program do not say which answers were replayed. */
  private static boolean replayed(JsonNode made, Forgotten erasure) {
    JsonNode known = made.path("replayed_exchanges");
    if (known.isArray()) {
      return texts(known).stream().anyMatch(erasure.exchanges()::contains);
    }
    Instant first = erasure.replayable();
    return first != null
        && made.path("replay").asInt(0) > 0
        && first.isBefore(time(made, "trained_at"));
  }

  /** When its rows were read: one that was harvested again since comes from somebody else. */
  private static Instant read(JsonNode made) {
    return made.path("rows_read_at").isString()
        ? time(made, "rows_read_at")
        : time(made, "trained_at");
  }

  private static Instant time(JsonNode made, String name) {
    try {
      return Instant.parse(made.path(name).asString(""));
    } catch (DateTimeException e) {
      return Instant.MIN;
    }
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new TreeSet<>();
    list.forEach(item -> texts.add(item.asString("")));
    return texts;
  }

  /** What an adapter says of itself; nothing when it has no readable provenance. */
  private static JsonNode provenance(AdapterVersion version) {
    try {
      return MAPPER.readTree(Files.readAllBytes(version.provenance()));
    } catch (IOException | JacksonException e) {
      return MAPPER.createObjectNode();
    }
  }
}
