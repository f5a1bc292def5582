package dev.nightshift.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.corpus.RowsRead;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.council.Council;
import dev.nightshift.council.CouncilPrompt;
import dev.nightshift.council.CouncilSettings;
import dev.nightshift.council.Role;
import dev.nightshift.council.Seat;
import dev.nightshift.memory.Window;
import dev.nightshift.quarantine.Rulings;
import dev.nightshift.quarantine.Screen;
import dev.nightshift.reliability.Ground;
import dev.nightshift.reliability.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Failures of a day become rows, once each; on the second day corrections take others' places. */
public enum HarvestScenario implements Scenario {
  FIRST_HARVEST,
  /** Rows are there already, one of which is corrected anew. */
  SECOND_HARVEST;

  private static final int FACTS = 4;

  @Override
  public String scenarioName() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static RememberedExchanges memory(boolean secondDay) {
    RememberedExchanges memory = new RememberedExchanges();
    for (int i = 0; i < FACTS; i++) {
      String id = "e" + i;
      memory.failure(id, "Who keeps tower number " + i + "?", House.NOON.plusSeconds(i));
      memory.correct(id, "Keeper " + i + " keeps it.", House.NOON.plusSeconds(60 + i), "ada");
    }
    memory.failure("unknown", "What is unknown here?", House.NOON.plusSeconds(9));
    if (secondDay) {
      Instant next = House.NOON.plus(Duration.ofDays(1));
      memory.correct("e0", "Another keeper keeps it.", next, "ada");
      memory.failure("e9", "Who keeps the harbour gate?", next);
      memory.correct("e9", "Lise Hansen keeps it.", next.plusSeconds(1), "ada");
    }
    return memory;
  }

  private static Harvester harvester(Ground ground, boolean secondDay) {
    RememberedExchanges memory = memory(secondDay);
    Path rows = ground.home().resolve("training_data");
    return new Harvester(
        memory,
        new Council(List.of(new Speechless()), memory.embedder, CouncilSettings.defaults()),
        memory.embedder,
        new HarvestLedger(ground.database()),
        Screen.of(new Rulings(rows.resolve("rulings.jsonl"))),
        rows,
        House.settings(1.0, 200),
        List::of);
  }

  private static void harvest(Ground ground, boolean secondDay) {
    Duration later = secondDay ? Duration.ofDays(1) : Duration.ZERO;
    Window window = new Window(House.YESTERDAY.from(), House.YESTERDAY.until().plus(later));
    harvester(ground, secondDay).harvest(window, House.NIGHT.plus(later));
  }

  @Override
  public void prepare(Ground ground) {
    if (this == SECOND_HARVEST) {
      harvest(ground, false);
    }
  }

  @Override
  public void run(Ground ground) {
    harvest(ground, this == SECOND_HARVEST);
    ground.acknowledge().accept("harvested");
  }

  @Override
  public void recover(Ground ground) {
    if (!ground.acknowledged().isEmpty()) {
      requireRows(ground);
    }
    harvest(ground, this == SECOND_HARVEST);
  }

  @Override
  public void check(Ground ground) throws Exception {
    requireRows(ground);
    Path folder = ground.home().resolve("training_data");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("left behind")
          .noneMatch(name -> name.endsWith(".rejected"));
    }
    HarvestLedger ledger = new HarvestLedger(ground.database());
    assertThat(ledger.count(LedgerOutcome.KEPT)).isEqualTo(facts());
    assertThat(ledger.count(LedgerOutcome.ABSTAINED)).isEqualTo(1);
  }

  private int facts() {
    return this == SECOND_HARVEST ? FACTS + 1 : FACTS;
  }

  private void requireRows(Ground ground) {
    TrainingRows rows = new TrainingRows(ground.home().resolve("training_data"));
    for (Path file : rows.files()) {
      RowsRead read = TrainingRows.read(file);
      assertThat(read.bad()).as("torn lines of " + file).isEmpty();
      assertThat(
              Files.exists(file.resolveSibling(file.getFileName() + ".manifest.json"))
                  || Files.exists(
                      file.resolveSibling(
                          file.getFileName().toString().replace(".jsonl", ".manifest.json"))))
          .as("manifest of " + file)
          .isTrue();
    }
    assertThat(rows.all().stream().map(TrainingRow::instruction))
        .hasSize(facts())
        .doesNotHaveDuplicates();
    if (this == SECOND_HARVEST) {
      assertThat(rows.all().stream().map(TrainingRow::output))
          .contains("Another keeper keeps it.", "Lise Hansen keeps it.");
    }
  }

  /** Knows nothing: what people did not correct stays undecided. */
  private record Speechless() implements Seat {
    @Override
    public String name() {
      return "seat";
    }

    @Override
    public Role role() {
      return Role.ANALYST;
    }

    @Override
    public String model() {
      return "scripted";
    }

    @Override
    public double weight() {
      return 1;
    }

    @Override
    public String reply(CouncilPrompt prompt, Duration timeout) {
      return "no idea";
    }
  }
}
