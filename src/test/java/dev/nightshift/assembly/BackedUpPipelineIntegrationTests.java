package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.backup.Restore;
import dev.nightshift.doctor.CheckResult;
import dev.nightshift.doctor.Doctor;
import dev.nightshift.doctor.Verdict;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.home.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole pipeline, backed up while it is written to, restored elsewhere and looked at. */
class BackedUpPipelineIntegrationTests {
  private static final Map<String, String> SETTINGS = Map.of("nightshift.gateway.port", "0");

  @TempDir Path directory;

  @Test
  void a_restored_home_passes_the_doctor_and_remembers_what_was_acknowledged() throws Exception {
    Home home = new Home(directory.resolve("home"));
    Files.createDirectories(home.root());
    Path archive = directory.resolve("b.zip");
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    Set<String> before;
    BackupReply reply;
    AtomicBoolean stop = new AtomicBoolean();
    try (Pipeline pipeline = new Pipeline(home, Settings.load(home, Map.of(), SETTINGS))) {
      pipeline.adapters().activate(pipeline.adapters().base(), Instant.now());
      assertThat(pipeline.nights().lastNight()).isEmpty();
      try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
        Future<?> writing = writer.submit(() -> record(pipeline, stop, acknowledged));
        try {
          Awaitility.await()
              .atMost(Duration.ofMinutes(2))
              .until(() -> acknowledged.size() >= 100 || writing.isDone());
          before = Set.copyOf(acknowledged);
          reply =
              new LocalOperations(pipeline)
                  .backup(new BackupRequest(archive.toString(), false, false), Progress.silent());
        } finally {
          stop.set(true);
        }
        writing.get(1, TimeUnit.MINUTES);
      }
    }
    Home other = new Home(directory.resolve("other"));

    new Restore(other).run(archive, false, Instant.now(), share -> {});

    assertThat(reply.database()).isEqualTo("h2");
    List<CheckResult> results =
        new Doctor(Duration.ofMinutes(2))
            .examine(DoctorAssembly.checks(other, Map.of(), SETTINGS, false));
    assertThat(results).filteredOn(result -> result.status() == Verdict.Status.FAIL).isEmpty();
    assertThat(results)
        .filteredOn(result -> Set.of("memory index", "database").contains(result.name()))
        .extracting(CheckResult::status)
        .containsOnly(Verdict.Status.OK);
    try (Pipeline restored = new Pipeline(other, Settings.load(other, Map.of(), SETTINGS))) {
      assertThat(before).hasSizeGreaterThanOrEqualTo(100);
      assertThat(before).allMatch(id -> restored.memory().find(id).isPresent());
      assertThat(restored.adapters().current().isBase()).isTrue();
    }
  }

  private static void record(Pipeline pipeline, AtomicBoolean stop, Set<String> acknowledged) {
    for (int n = 0; !stop.get(); n++) {
      pipeline.memory().record(exchange("e" + n));
      acknowledged.add("e" + n);
    }
  }

  private static Exchange exchange(String id) {
    return new Exchange(
        id,
        Instant.parse("2026-11-22T10:00:00Z"),
        "What is " + id + "?",
        "a name",
        "smol",
        "base",
        0.9,
        new Outcome(true, Outcome.Cause.CONFIDENCE),
        Duration.ofMillis(3),
        12,
        7,
        "ada");
  }
}
