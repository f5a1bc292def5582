package dev.nightshift.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.council.Council;
import dev.nightshift.council.CouncilIdentity;
import dev.nightshift.home.Home;
import dev.nightshift.nightly.CouncilWorker;
import dev.nightshift.nightly.SharedCouncil;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import dev.nightshift.workers.WorkSettings;
import dev.nightshift.workers.WorkStatus;
import dev.nightshift.workers.WorkerSeen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A harvest that several share comes to what it comes to alone. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SharedHarvestTests {
  private static final int FAILURES = 120;
  static final WorkSettings SETTINGS =
      new WorkSettings(
          WorkSettings.Share.ALWAYS, 1, 5, Duration.ofMillis(200), Duration.ofMillis(10), 5);

  @TempDir Path root;
  private StateDatabase alone;
  private StateDatabase shared;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void open() {
    alone = database("alone");
    shared = database("shared");
  }

  @AfterEach
  void close() throws InterruptedException {
    stop.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    alone.close();
    shared.close();
  }

  @Test
  void itComesToTheSameAsAlone() throws Exception {
    Future<Long> helper = worker("helper", SleepingSeat.identity(), council());
    HarvestReport report = house().harvest(council(SleepingSeat.identity()), progress -> {});

    assertThat(house().written(FAILURES)).isEqualTo(expected());
    assertThat(report.failures()).isEqualTo(FAILURES);
    stop.countDown();
    assertThat(helper.get(30, TimeUnit.SECONDS)).isPositive();
    WorkStatus status = new WorkStatus(shared.dataSource());
    assertThat(status.run("node").orElseThrow().workers()).containsExactly("helper", "node");
    assertThat(status.workers(Duration.ofMinutes(1))).isEmpty();
    assertThat(rows("work_case") + rows("work_partition") + rows("batch_step_execution")).isZero();
  }

  @Test
  void aWorkerOfAnotherCouncilIsRefusedAndSaysSo() throws Exception {
    CouncilIdentity other = new CouncilIdentity("0".repeat(64), "other seats");
    Future<Long> stranger = worker("stranger", other, council());
    AtomicInteger refused = new AtomicInteger();
    house()
        .harvest(
            council(SleepingSeat.identity()),
            progress ->
                new WorkStatus(shared.dataSource())
                    .workers(Duration.ofMinutes(1)).stream()
                        .filter(one -> one.state() == WorkerSeen.State.REFUSED)
                        .forEach(one -> refused.incrementAndGet()));

    stop.countDown();
    assertThat(stranger.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(house().written(FAILURES)).isEqualTo(expected());
    if (refused.get() > 0) {
      assertThat(told).anyMatch(line -> line.startsWith("REFUSED: ") && line.contains("analyst"));
    }
  }

  @Test
  void aWorkerWhoseSeatsDoNotReplyDecidesNothing() throws Exception {
    Council deaf = SleepingSeat.council(1, root.resolve("no such folder/asked"));
    Future<Long> helper = worker("deaf", SleepingSeat.identity(), deaf);
    house().harvest(council(SleepingSeat.identity()), progress -> {});

    stop.countDown();
    // What a person corrected needs no seat.
    assertThat(helper.get(30, TimeUnit.SECONDS)).isLessThanOrEqualTo(FAILURES / 25 + 1);
    assertThat(house().written(FAILURES)).isEqualTo(expected());
  }

  @Test
  void whatWasDecidedBeforeAHarvestWasCutOffIsNotAskedAgain() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    assertThatThrownBy(
            () ->
                house()
                    .harvest(
                        council(SleepingSeat.identity()),
                        progress -> {
                          if (heard.incrementAndGet() == 40) {
                            throw new IllegalStateException("the power went out");
                          }
                        }))
        .hasMessage("the power went out");
    long before = Files.size(root.resolve("asked"));
    assertThat(rows("work_case")).isPositive();
    assertThat(rows("work_partition")).isZero();
    house().harvest(council(SleepingSeat.identity()), progress -> {});

    assertThat(house().written(FAILURES)).isEqualTo(expected());
    // Two seats a case; one case at most was at hand and not kept.
    long cases = casesAlone();
    assertThat(before).isLessThan(2 * cases);
    assertThat(Files.size(root.resolve("asked"))).isBetween(2 * cases, 2 * (cases + 1));
  }

  @Test
  void anInterruptedHarvestWritesNothingAndGivesItsWorkBack() throws Exception {
    Thread harvester = Thread.currentThread();
    assertThatThrownBy(
            () ->
                house()
                    .harvest(
                        council(SleepingSeat.identity()),
                        progress -> {
                          if (progress.done() == 30) {
                            harvester.interrupt();
                          }
                        }))
        .isInstanceOfSatisfying(
            HarvestException.class,
            e -> assertThat(e.code()).isEqualTo(HarvestException.Code.CANCELLED));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(house().written(FAILURES)).isEmpty();
    assertThat(rows("work_partition")).isZero();
    house().harvest(council(SleepingSeat.identity()), progress -> {});
    assertThat(house().written(FAILURES)).isEqualTo(expected());
  }

  @Test
  void twoHomesOfOneNameDoNotMixTheirQuestions() {
    JdbcClient.create(shared.dataSource())
        .sql(
            "insert into work_run (node, generation, fingerprint, council, owner, opened_at,"
                + " seen_at, cases, reused, partitions, retries, workers) values ('node', 'g', '',"
                + " '', 'elsewhere/1/1/x', 1, 99999999999999, 0, 0, 0, 0, '')")
        .update();

    assertThatThrownBy(() -> house().harvest(council(SleepingSeat.identity()), progress -> {}))
        .hasMessageContaining("node node are being decided for process 1 on elsewhere")
        .isInstanceOfSatisfying(
            HarvestException.class,
            e -> assertThat(e.code()).isEqualTo(HarvestException.Code.BUSY));
  }

  /** How many cases a harvest alone puts to its seats, of which there are two. */
  private long casesAlone() throws IOException {
    assertThat(expected()).isNotEmpty();
    return Files.size(root.resolve("asked-alone")) / 2;
  }

  private List<String> expected() {
    LampHouse house = new LampHouse(root.resolve("home-alone"), alone, FAILURES);
    if (house.written(FAILURES).isEmpty()) {
      house.harvest(
          new CouncilHere(SleepingSeat.council(1, root.resolve("asked-alone")), 1), p -> {});
    }
    List<String> written = house.written(FAILURES);
    assertThat(LampHouse.counts(written)).contains("abstained=", "dropped=", "ledger=120", "row=");
    return written;
  }

  private LampHouse house() {
    return new LampHouse(root.resolve("home"), shared, FAILURES);
  }

  private Council council() {
    return SleepingSeat.council(2, root.resolve("asked"));
  }

  private SharedCouncil council(CouncilIdentity identity) {
    return new SharedCouncil(
        shared.dataSource(), this::council, () -> identity, SETTINGS, "node", Duration.ofHours(1));
  }

  private Future<Long> worker(String name, CouncilIdentity identity, Council council) {
    CouncilWorker worker =
        new CouncilWorker(shared.dataSource(), council, identity, SETTINGS, name);
    return threads.submit(() -> worker.work(stop, Duration.ZERO, told::add));
  }

  private int rows(String table) {
    return JdbcClient.create(shared.dataSource())
        .sql("select count(*) from " + table)
        .query(Integer.class)
        .single();
  }

  private StateDatabase database(String name) {
    return StateDatabase.open(
        new Home(root),
        StateSettings.at("jdbc:h2:mem:" + root.getFileName() + name + ";DB_CLOSE_DELAY=-1"));
  }
}
