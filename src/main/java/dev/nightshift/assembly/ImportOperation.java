package dev.nightshift.assembly;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.Remembered;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a file of exchanges into the memory, a batch at a time, and sets bad lines aside. */
final class ImportOperation {
  private static final int BATCH = 5000;
  private static final int SHOWN = 20;

  private final ExchangeMemory memory;
  private final double confidenceThreshold;
  private final Path logs;
  private final Instant now;
  private final List<ImportLine> batch = new ArrayList<>();
  private final List<String> rejected = new ArrayList<>();
  private final List<Reply.BadLine> errors = new ArrayList<>();
  private int imported;
  private int known;
  private int feedback;

  ImportOperation(ExchangeMemory memory, double confidenceThreshold, Path logs, Instant now) {
    this.memory = memory;
    this.confidenceThreshold = confidenceThreshold;
    this.logs = logs;
    this.now = now;
  }

  /** Imports; what was acknowledged by {@code progress} is on disk. */
  Reply.Imported run(Path file, Progress progress) {
    int number = 0;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        take(number, number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line);
        if (batch.size() >= BATCH) {
          store();
          progress.update("import", number + " lines", -1);
        }
      }
      store();
      progress.update("import", number + " lines", 1);
      return new Reply.Imported(imported, known, feedback, rejected.size(), reject(file), errors);
    } catch (IOException e) {
      throw new OperationException(
          OperationException.Code.FAILED,
          "import of " + file + " stopped after line " + number + ": " + e.getMessage(),
          e);
    }
  }

  private void take(int number, String line) {
    if (line.isBlank()) {
      return;
    }
    try {
      batch.addAll(ImportFormat.parse(line));
    } catch (IllegalArgumentException e) {
      rejected.add(line);
      if (errors.size() < SHOWN) {
        errors.add(new Reply.BadLine(number, String.valueOf(e.getMessage())));
      }
    }
  }

  /** Exchanges first, then what was said of them: two commits a batch, however many lines. */
  private void store() {
    Map<String, Remembered> before = new HashMap<>();
    Map<String, Exchange> fresh = new LinkedHashMap<>();
    for (ImportLine line : batch) {
      memory
          .find(line.id())
          .ifPresentOrElse(
              remembered -> before.put(line.id(), remembered),
              () -> fresh.putIfAbsent(line.id(), line.exchange(confidenceThreshold, now)));
    }
    Map<String, Feedback> said = new LinkedHashMap<>();
    batch.stream()
        .flatMap(line -> line.feedback(now).stream())
        .filter(fact -> isNew(fact, before.get(fact.exchangeId())))
        .forEach(fact -> said.putIfAbsent(fact.id(), fact));
    memory.record(List.copyOf(fresh.values()));
    memory.recordAll(List.copyOf(said.values()));
    imported += fresh.size();
    known += batch.size() - fresh.size();
    feedback += said.size();
    batch.clear();
  }

  private static boolean isNew(Feedback fact, @Nullable Remembered before) {
    return before == null
        || before.feedback().stream().noneMatch(known -> known.id().equals(fact.id()));
  }

  /** The bad lines as they were, to be mended and imported again. */
  private @Nullable String reject(Path file) throws IOException {
    if (rejected.isEmpty()) {
      return null;
    }
    Path aside =
        logs.resolve(
            "import_%s_%d.rejected.jsonl".formatted(file.getFileName(), now.toEpochMilli()));
    AtomicFiles.createDirectories(logs);
    AtomicFiles.writeString(aside, String.join("\n", rejected) + "\n");
    return aside.toString();
  }
}
