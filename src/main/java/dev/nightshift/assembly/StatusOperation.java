package dev.nightshift.assembly;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.corpus.RowSource;
import dev.nightshift.corpus.SideList;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.memory.MemoryStatus;
import dev.nightshift.nightly.NightSummary;
import dev.nightshift.quarantine.Rulings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How things stand: reads, loads no model, and reports a damaged memory instead of failing. */
final class StatusOperation {
  private final Pipeline pipeline;

  StatusOperation(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  Reply.Status run() {
    MemoryStatus memory = MemoryStatus.of(pipeline.home().memory());
    // A shared log is in no file: who has the memory open knows what has not come into the index.
    ExchangeMemory.Counts counts =
        MemoryAssembly.reply(pipeline) == null ? memory.counts() : pipeline.memory().counts();
    boolean adapters = Files.isDirectory(pipeline.home().loras());
    return new Reply.Status(
        adapters ? LocalOperations.name(pipeline.adapters().current()) : "base",
        adapters ? latest() : null,
        counts.exchanges(),
        pending(memory),
        SideList.abstained(pipeline.home().trainingData()).entries().size(),
        usesDatabase() ? lastNight() : null,
        words(memory),
        pipeline.settings().model().base(),
        counts.corrections(),
        adapters ? pipeline.adapters().versions().size() : 0,
        usesDatabase() ? pipeline.outbox().status().pending() : 0,
        pipeline.home().root().toString(),
        pipeline.serverUrl(),
        adapters
            ? TaintedAdapters.of(pipeline.adapters()).stream().map(AdapterVersion::name).toList()
            : List.of(),
        adapters ? pipeline.adapters().taints().unfinished().size() : 0,
        quarantined(memory),
        verified(),
        MemoryAssembly.reply(pipeline),
        WorkAssembly.shares(pipeline.settings()) ? WorkReport.reply(pipeline) : null);
  }

  private long verified() {
    return pipeline.trainingRows().all().stream()
        .filter(row -> row.source() == RowSource.VERIFIED)
        .count();
  }

  /** Whether the memory and the bookkeeping are there, and no other process has the memory. */
  private boolean canOpen(MemoryStatus memory) {
    return memory.health() == MemoryStatus.Health.HEALTHY
        && usesDatabase()
        && (memory.holder().isEmpty() || pipeline.memoryOpen());
  }

  /** As the quarantine lists it; when another process has the memory, rather too many. */
  private long quarantined(MemoryStatus memory) {
    if (canOpen(memory)) {
      try {
        return pipeline.quarantine().review().waiting().size();
      } catch (MemoryException e) {
        // Another process has opened it meanwhile.
      }
    }
    Set<String> exchanges = new HashSet<>();
    Rulings rulings = pipeline.quarantine().rulings();
    rulings.held().forEach(held -> exchanges.add(held.exchangeId()));
    SideList.quarantine(pipeline.home().trainingData()).entries().stream()
        .flatMap(entry -> entry.exchangeIds().stream().limit(1))
        .forEach(exchanges::add);
    return exchanges.size();
  }

  /** A home that has never been used stays so: a look creates no database. */
  private boolean usesDatabase() {
    Path file = pipeline.home().state().resolve("nightshift.mv.db");
    return !pipeline.settings().state().url().isBlank() || Files.exists(file);
  }

  private @Nullable String latest() {
    return pipeline.adapters().latest().map(LocalOperations::name).orElse(null);
  }

  /** Failures that no harvest has seen; all failures when another process has the memory. */
  private long pending(MemoryStatus memory) {
    if (!canOpen(memory)) {
      return memory.counts().failures();
    }
    try {
      return HarvestAssembly.backlog(pipeline).pendingFailures();
    } catch (MemoryException e) {
      return memory.counts().failures();
    }
  }

  private static String words(MemoryStatus memory) {
    return switch (memory.health()) {
      case ABSENT -> "empty";
      case HEALTHY -> "ok";
      case CORRUPT -> memory.reason();
    };
  }

  private Reply.@Nullable LastNight lastNight() {
    return pipeline.nights().lastNight().map(this::reply).orElse(null);
  }

  private Reply.LastNight reply(NightSummary night) {
    var end = night.finishedAt() == null ? pipeline.clock().instant() : night.finishedAt();
    return new Reply.LastNight(
        night.result().night(),
        night.result().state().name(),
        night.result().adapter().isBlank() ? null : night.result().adapter(),
        night.result().reason(),
        Duration.between(night.startedAt(), end).toMillis());
  }
}
