package dev.nightshift.harvest;

import dev.nightshift.corpus.SideList;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.home.Home;
import dev.nightshift.memory.Window;
import dev.nightshift.quarantine.Screen;
import dev.nightshift.state.StateDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A home whose users asked about so many lamps and got no answer: some asked twice, some corrected
 * the answer, and the council abstains on some. The same each time.
 */
final class LampHouse {
  static final Instant DAY = Instant.parse("2026-03-10T00:00:00Z");
  static final Instant NIGHT = DAY.plus(Duration.ofHours(26));

  final Home home;
  private final StateDatabase database;
  private final RememberedExchanges memory = new RememberedExchanges();

  LampHouse(Path root, StateDatabase database, int failures) {
    this.home = new Home(root);
    this.database = database;
    for (int i = 0; i < failures; i++) {
      // Every twentieth asks what the one before asked.
      int lamp = i % 20 == 11 ? i - 1 : i;
      String question = "What is the colour of lamp %d in the hall?".formatted(lamp);
      Instant at = DAY.plusSeconds(i);
      memory.failure("e" + i, question, "No idea at all.", at, "user" + i % 7);
      if (i % 25 == 4) {
        memory.correct("e" + i, "Lamp %d is blue.".formatted(lamp), at.plusSeconds(1), "ada");
      }
    }
  }

  HarvestReport harvest(Deliberations deliberations, Consumer<HarvestProgress> listener) {
    Harvester harvester =
        new Harvester(
            memory,
            deliberations,
            memory.embedder,
            new HarvestLedger(database.dataSource()),
            Screen.ofWords(),
            home.trainingData(),
            new HarvestSettings(0.7, 1, 0.95, 1_000_000, 0, 0.6, "UTC"),
            List::of);
    Window window = new Window(DAY, DAY.plus(Duration.ofDays(2)));
    return harvester.harvest(HarvestOrder.exactly(window, NIGHT), listener);
  }

  /** Everything that a harvest wrote, in an order of its own. */
  List<String> written(int failures) {
    List<String> all = new ArrayList<>();
    new TrainingRows(home.trainingData()).all().forEach(row -> all.add("row " + row));
    SideList.dropped(home.trainingData()).entries().forEach(one -> all.add("dropped " + one));
    SideList.abstained(home.trainingData()).entries().forEach(one -> all.add("abstained " + one));
    SideList.quarantine(home.trainingData()).entries().forEach(one -> all.add("held " + one));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < failures; i++) {
      ids.add("e" + i);
    }
    new TreeMap<>(new HarvestLedger(database.dataSource()).entries(ids))
        .forEach((id, entry) -> all.add("ledger " + entry));
    return all;
  }

  /** How many lines of each kind are in what was written. */
  static String counts(List<String> written) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    written.forEach(line -> counts.merge(line.substring(0, line.indexOf(' ')), 1, Integer::sum));
    return counts.toString();
  }
}
