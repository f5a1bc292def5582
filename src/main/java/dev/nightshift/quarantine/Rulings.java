package dev.nightshift.quarantine;

import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.DurableLines;
import dev.nightshift.quarantine.QuarantineException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rulings of a home: JSON lines, the last one on a correction holds. A ruling is on disk when
 * the call returns. One process at a time, the one that has the memory open; thread-safe in it.
 */
public final class Rulings {
  private static final Logger log = LoggerFactory.getLogger(Rulings.class);
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private record Key(String exchangeId, String correctionId) {
    static Key of(Ruling ruling) {
      return new Key(ruling.exchangeId(), ruling.correctionId());
    }
  }

  private final Path file;
  private @Nullable Map<Key, Ruling> known;

  /** The rulings in that file, which is made with the first. */
  public Rulings(Path file) {
    this.file = file;
  }

  /** What holds for a correction; empty when nothing was ruled. */
  public synchronized Optional<Ruling> find(String exchangeId, String correctionId) {
    return Optional.ofNullable(known().get(new Key(exchangeId, correctionId)));
  }

  /** Everything ruled, oldest first. */
  public synchronized List<Ruling> all() {
    return List.copyOf(known().values());
  }

  /** What waits for a person, oldest first. */
  public List<Ruling> held() {
    return all().stream().filter(ruling -> ruling.state() == Ruling.State.HELD).toList();
  }

  /**
   * Rules.
   *
   * @throws QuarantineException STORAGE; then nothing was ruled
   */
  public synchronized void put(Ruling ruling) {
    Map<Key, Ruling> all = known();
    append(JSON.writeValueAsString(ruling));
    all.remove(Key.of(ruling));
    all.put(Key.of(ruling), ruling);
  }

  /** Takes every ruling on exchanges away, because they are to be forgotten. */
  public synchronized void forget(Set<String> exchangeIds) {
    Map<Key, Ruling> all = known();
    if (all.keySet().removeIf(key -> exchangeIds.contains(key.exchangeId()))) {
      StringBuilder text = new StringBuilder();
      all.values().forEach(one -> text.append(JSON.writeValueAsString(one)).append('\n'));
      try {
        DurableLines.whileNoneAppends(file, () -> AtomicFiles.writeString(file, text));
      } catch (IOException e) {
        known = null;
        throw new QuarantineException(Code.STORAGE, "cannot write " + file + ": " + e, e);
      }
    }
  }

  private void append(String line) {
    try (DurableLines lines = new DurableLines(file, Rulings::isRuling)) {
      lines.append(line);
    } catch (IOException e) {
      known = null;
      throw new QuarantineException(Code.STORAGE, "cannot write " + file + ": " + e, e);
    }
  }

  private static boolean isRuling(String line) {
    try {
      return JSON.readValue(line, Ruling.class) != null;
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      return false;
    }
  }

  private Map<Key, Ruling> known() {
    Map<Key, Ruling> all = known;
    if (all == null) {
      all = read();
      known = all;
    }
    return all;
  }

  private Map<Key, Ruling> read() {
    Map<Key, Ruling> all = new LinkedHashMap<>();
    for (String line : lines()) {
      try {
        Ruling ruling = JSON.readValue(line, Ruling.class);
        all.remove(Key.of(ruling));
        all.put(Key.of(ruling), ruling);
      } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
        log.warn("a line of {} is no ruling and is left out: {}", file, e.getMessage());
      }
    }
    return all;
  }

  private List<String> lines() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return new ArrayList<>(
          Files.readString(file).lines().filter(line -> !line.isBlank()).toList());
    } catch (IOException e) {
      throw new QuarantineException(Code.STORAGE, "cannot read " + file + ": " + e, e);
    }
  }
}
