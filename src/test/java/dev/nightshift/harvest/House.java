package dev.nightshift.harvest;

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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A home with a memory, a council that a test scripts, a ledger and rows. */
final class House {
  static final Instant MIDNIGHT = Instant.parse("2026-03-10T00:00:00Z");
  static final Instant NOON = MIDNIGHT.minus(Duration.ofHours(12));
  static final Instant NIGHT = MIDNIGHT.plus(Duration.ofHours(2));
  static final Window YESTERDAY = new Window(MIDNIGHT.minus(Duration.ofDays(1)), MIDNIGHT);

  final RememberedExchanges memory = new RememberedExchanges();
  final LedgerDatabase database = new LedgerDatabase();
  final HarvestLedger ledger = new HarvestLedger(database);
  final List<CouncilPrompt> asked = new ArrayList<>();
  final TrainingRows rows;
  final Rulings rulings;
  final HarvestBacklog backlog;
  final List<VerifiedAnswer> verified = new ArrayList<>();
  HarvestSettings settings = settings(1.0, 200);
  Function<CouncilPrompt, String> seats = prompt -> "I do not know";
  private final Path trainingData;

  House(Path trainingData) {
    this.trainingData = trainingData;
    this.rows = new TrainingRows(trainingData);
    this.rulings = new Rulings(trainingData.resolve("rulings.jsonl"));
    this.backlog = new HarvestBacklog(memory, ledger, Screen.of(rulings), trainingData);
  }

  static HarvestSettings settings(double authorShare, int deliberations) {
    return new HarvestSettings(0.7, authorShare, 0.95, deliberations, 3, 0.6, "UTC");
  }

  Harvester harvester() {
    Seat seat = new OneSeat(this);
    return new Harvester(
        memory,
        new Council(List.of(seat, seat), memory.embedder, CouncilSettings.defaults()),
        memory.embedder,
        ledger,
        Screen.of(rulings),
        trainingData,
        settings,
        () -> verified);
  }

  HarvestReport harvest() {
    return harvester().harvest(YESTERDAY, NIGHT);
  }

  /** The harvest of the next day, one day later. */
  HarvestReport harvestNextDay() {
    Window today = new Window(MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(1)));
    return harvester().harvest(today, NIGHT.plus(Duration.ofDays(1)));
  }

  List<String> outputs() {
    return rows.all().stream().map(TrainingRow::output).toList();
  }

  /** How many lines stand in all rows files together. */
  int linesInFiles() {
    return rows.files().stream().mapToInt(file -> TrainingRows.read(file).rows().size()).sum();
  }

  private record OneSeat(House house) implements Seat {
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
      house.asked.add(prompt);
      return house.seats.apply(prompt);
    }
  }
}
