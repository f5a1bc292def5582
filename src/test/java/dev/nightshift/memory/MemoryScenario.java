package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.reliability.Ground;
import dev.nightshift.reliability.Scenario;
import java.nio.file.Path;

/** Answers and what people say of them are recorded, and come into the index now and then. */
public enum MemoryScenario implements Scenario {
  /** A memory that is made anew. */
  FIRST_ANSWERS,
  /** One that holds something, with its log, is opened and written to. */
  FURTHER_ANSWERS;

  @Override
  public String scenarioName() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static Path folder(Ground ground) {
    return ground.home().resolve("memory");
  }

  private static void record(Ground ground, LuceneMemory memory, String id) {
    memory.record(Samples.exchange(id, NOON, "question " + id, false));
    ground.acknowledge().accept(id);
    memory.record(Samples.correction("f-" + id, id, NOON, "better " + id));
    ground.acknowledge().accept("f-" + id);
  }

  @Override
  public void prepare(Ground ground) {
    if (this == FURTHER_ANSWERS) {
      try (LuceneMemory memory = Samples.open(folder(ground))) {
        record(ground, memory, "old");
      }
    }
  }

  @Override
  public void run(Ground ground) {
    try (LuceneMemory memory = Samples.open(folder(ground))) {
      record(ground, memory, "a");
      record(ground, memory, "b");
      memory.counts(); // Brings them into the index, and lets the log go.
      record(ground, memory, "c");
      memory.failures(new Window(NOON, NOON.plusSeconds(1)));
      record(ground, memory, "d");
    }
  }

  @Override
  public void start(Ground ground) {
    Samples.open(folder(ground)).close();
  }

  @Override
  public void recover(Ground ground) {
    requireAcknowledged(ground);
    try (LuceneMemory memory = Samples.open(folder(ground))) {
      for (String id : new String[] {"a", "b", "c", "d"}) {
        record(ground, memory, id);
      }
    }
  }

  private static void requireAcknowledged(Ground ground) {
    assertThat(MemoryStatus.of(folder(ground)).health())
        .isIn(MemoryStatus.Health.HEALTHY, MemoryStatus.Health.ABSENT);
    try (LuceneMemory memory = Samples.open(folder(ground))) {
      for (String id : ground.acknowledged()) {
        Remembered known = memory.find(id.replace("f-", "")).orElseThrow();
        if (id.startsWith("f-")) {
          assertThat(known.feedback()).as(id).hasSize(1);
        }
      }
    }
  }

  @Override
  public void check(Ground ground) {
    requireAcknowledged(ground);
    try (LuceneMemory memory = Samples.open(folder(ground))) {
      int expected = this == FURTHER_ANSWERS ? 5 : 4;
      assertThat(memory.counts().exchanges()).isEqualTo(expected);
      assertThat(memory.counts().corrections()).isEqualTo(expected);
      assertThat(memory.failures(new Window(NOON, NOON.plusSeconds(1)))).hasSize(expected);
    }
  }
}
