package dev.nightshift.reliability;

import dev.nightshift.reliability.DiskModel.Cut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A scenario in this process, cut off or refused at one of its operations, and started again on
 * what is left. The database is one in memory: what it has committed is not lost.
 */
final class Trial implements AutoCloseable {
  private final Scenario scenario;
  private final Path folder;
  private final DataSource database = Databases.fresh();
  private final List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
  private final Disk disk;
  private @Nullable Operation struck;

  /** A trial in a folder that does not exist. */
  Trial(Scenario scenario, Path folder) throws Exception {
    this.scenario = scenario;
    this.folder = folder;
    Path live = Files.createDirectories(folder.resolve("live"));
    scenario.prepare(ground(live, database));
    this.disk = new Disk(live);
  }

  private Ground ground(Path home, DataSource on) {
    return new Ground(home, on, List.copyOf(acknowledged), acknowledged::add);
  }

  private Ground faulty() {
    return ground(disk.path(), new FaultyDatabase(database, disk));
  }

  /** What a scenario does to disk and database, in order. */
  static List<Operation> operations(Scenario scenario, Path folder) throws Exception {
    Trial trial = new Trial(scenario, folder);
    List<Operation> operations = new ArrayList<>();
    trial.acknowledged.clear();
    trial.disk.inject(operations::add);
    trial.scenario.run(trial.faulty());
    return operations;
  }

  /**
   * Lets the process die before its k-th operation, and starts again on what a power cut leaves.
   *
   * @return the operation; empty when the scenario has fewer: then it was cut off at its end
   */
  static Optional<Operation> cutOff(Scenario scenario, Path folder, int k, Cut cut)
      throws Exception {
    Trial trial = new Trial(scenario, folder);
    trial.acknowledged.clear();
    int[] count = {0};
    trial.disk.inject(
        operation -> {
          if (++count[0] == k) {
            trial.struck = operation;
            throw trial.disk.die(operation);
          }
        });
    try {
      trial.scenario.run(trial.faulty());
    } catch (Throwable e) {
      if (trial.struck == null) {
        throw e;
      }
    }
    Operation struck = trial.struck;
    Path after = Files.createDirectory(trial.folder.resolve("after"));
    trial.disk.cut(cut, after);
    String where = struck == null ? "the end" : "operation " + k + ", " + struck;
    trial.startAgain(after, "cut off before " + where + ", " + cut);
    trial.close();
    return Optional.ofNullable(struck);
  }

  /** What an operation of the file layer is refused with. */
  enum Refusal {
    /** From that operation on nothing that takes room is done; of a write half of it. */
    DISK_FULL("No space left on device"),
    /** That one operation fails. */
    IO_ERROR("Input/output error");

    private final String message;

    Refusal(String message) {
      this.message = message;
    }
  }

  /**
   * Refuses the k-th operation on the disk, then mends the disk and goes on, in the same process.
   *
   * @return the operation; empty when the scenario has fewer
   */
  static Optional<Operation> refused(Scenario scenario, Path folder, int k, Refusal refusal)
      throws Exception {
    Trial trial = new Trial(scenario, folder);
    trial.acknowledged.clear();
    trial.disk.inject(trial.refusing(k, refusal));
    @Nullable Throwable failure = null;
    try {
      trial.scenario.run(trial.faulty());
    } catch (RuntimeException | IOException e) {
      failure = e;
    }
    Operation struck = trial.struck;
    if (struck == null) {
      if (failure != null) {
        throw new AssertionError("failed without a reason", failure);
      }
      return Optional.empty();
    }
    String where = refusal + " at operation " + k + ", " + struck;
    if (failure != null && !says(failure, refusal.message)) {
      throw new AssertionError(where + ": the message does not say why", failure);
    }
    trial.disk.mend();
    trial.startAgain(trial.disk.path(), where);
    trial.close();
    return Optional.of(struck);
  }

  private Injector refusing(int k, Refusal refusal) {
    return new Injector() {
      private int count;

      @Override
      public void before(Operation operation) throws IOException {
        if (!operation.kind().onDisk()) {
          return;
        }
        boolean first = ++count == k;
        boolean later = count > k && refusal == Refusal.DISK_FULL;
        if (first && (refusal == Refusal.IO_ERROR || operation.kind().takesRoom())) {
          struck = operation;
        } else if (first) {
          count--; // The next one that takes room.
          return;
        }
        boolean half = operation.kind() == Operation.Kind.WRITE && first;
        if ((first && !half) || (later && operation.kind().takesRoom())) {
          throw new IOException(operation.target() + ": " + refusal.message);
        }
      }

      @Override
      public int allowed(Operation operation, int bytes) {
        return operation.equals(struck) ? (bytes + 1) / 2 : bytes;
      }
    };
  }

  private static boolean says(Throwable failure, String message) {
    String text = String.valueOf(failure.getMessage());
    Throwable cause = failure.getCause();
    return text.contains(message) || (cause != null && cause != failure && says(cause, message));
  }

  private void startAgain(Path home, String where) {
    try {
      scenario.recover(ground(home, database));
      scenario.check(ground(home, database));
    } catch (Throwable e) {
      throw new AssertionError(scenario.scenarioName() + " " + where + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN IMMEDIATELY");
    }
  }
}
