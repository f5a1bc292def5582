package dev.nightshift.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.council.CouncilCase;
import dev.nightshift.council.Deliberation.Abstained;
import dev.nightshift.council.Vote;
import dev.nightshift.home.Home;
import dev.nightshift.state.StateDatabase;
import dev.nightshift.state.StateSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is given out is worked on by one at a time, and what was decided first stays. */
class WorkBookTests {
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration FRESH = Duration.ofHours(12);
  private static final String FINGERPRINT = "f".repeat(64);
  private static final String DECIDED =
      CaseText.of(
          new Abstained("no", 0, List.of(new Vote("s", "m", 1, new Vote.Malformed("what?")))));

  @TempDir Path root;
  private StateDatabase database;
  private WorkBook book;
  private WorkShare share;
  private WorkStatus status;
  private final Set<String> gone = new HashSet<>();

  @BeforeEach
  void open() {
    database =
        StateDatabase.open(
            new Home(root),
            StateSettings.at("jdbc:h2:mem:" + root.getFileName() + ";DB_CLOSE_DELAY=-1"));
    book = new WorkBook(database.dataSource(), gone::contains, LEASE);
    share = new WorkShare(database.dataSource(), LEASE, 2);
    status = new WorkStatus(database.dataSource());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aPartitionIsTakenByOneAndDecidedCaseByCase() {
    String generation = give("a", "b", "c");
    Claim first = claim("one");

    assertThat(first.caseKeys()).containsExactly("a", "b");
    assertThat(claim("two").caseKeys()).containsExactly("c");
    assertThat(share.claim(FINGERPRINT, "three", "p3")).isEmpty();
    assertThat(share.undecided(first)).containsOnlyKeys("a", "b");
    assertThat(share.decided(first, "a", DECIDED)).isTrue();
    assertThat(share.undecided(first)).containsOnlyKeys("b");
    assertThat(share.decided(first, "b", DECIDED)).isTrue();
    assertThat(share.done(first)).isTrue();

    assertThat(book.standing(generation).stream().filter(WorkBook.Standing::isDone)).hasSize(1);
    assertThat(book.results("node", List.of("a", "b", "c"))).containsOnlyKeys("a", "b");
    RunProgress progress = status.run("node").orElseThrow();
    assertThat(progress.partitions()).isEqualTo(2);
    assertThat(progress.done()).isEqualTo(1);
    assertThat(progress.workers()).containsExactly("one", "two");
  }

  @Test
  void whatIsDecidedTwiceCountsOnceAndTheFirstStays() {
    give("a");
    Claim slow = claim("slow");
    lapse();
    Claim fast = claim("fast");

    assertThat(share.decided(fast, "a", DECIDED)).isTrue();
    assertThat(share.decided(slow, "a", "{\"late\":1}")).isFalse();
    assertThat(share.renew(slow)).isFalse();
    assertThat(share.done(slow)).isFalse();
    assertThat(share.failed(slow, "late")).isFalse();
    assertThat(share.release(slow)).isFalse();
    assertThat(share.done(fast)).isTrue();
    assertThat(book.results("node", List.of("a"))).containsEntry("a", DECIDED);
    assertThat(status.run("node").orElseThrow().retries()).isEqualTo(1);
  }

  @Test
  void aRenewedClaimIsKeptAndThatOfADeadProcessOfThisMachineIsFreeAtOnce() {
    String generation = give("a");
    Claim claim = claim("one");
    lapse();
    assertThat(share.renew(claim)).isTrue();
    assertThat(share.claim(FINGERPRINT, "two", "p2")).isEmpty();

    gone.add("p-one");
    assertThat(book.alive("node", generation, "manager")).isTrue();
    assertThat(share.claim(FINGERPRINT, "two", "p2")).isPresent();
  }

  @Test
  void aPartitionThatFailsIsTriedAgainAndGivenUpInTheEnd() {
    String generation = give("a");

    assertThat(share.failed(claim("one"), "boom")).isTrue();
    assertThat(book.standing(generation).getFirst().isFailed()).isFalse();
    assertThat(share.failed(claim("two"), "boom again")).isTrue();

    assertThat(share.claim(FINGERPRINT, "three", "p3")).isEmpty();
    assertThat(book.standing(generation))
        .containsExactly(new WorkBook.Standing(0, "FAILED", "two: boom again"));
  }

  @Test
  void aPartitionThatKillsItsWorkersIsGivenUpToo() {
    String generation = give("a");
    claim("one");
    lapse();
    claim("two");
    lapse();

    assertThat(share.claim(FINGERPRINT, "three", "p3")).isEmpty();
    assertThat(book.standing(generation).getFirst().isFailed()).isTrue();
    assertThat(book.standing(generation).getFirst().trouble()).contains("begun 2 times");
  }

  @Test
  void whoLeavesGivesBackWhatDoesNotCountAsAnAttempt() {
    give("a");
    for (int i = 0; i < 5; i++) {
      assertThat(share.release(claim("one"))).isTrue();
    }
    assertThat(claim("two").attempt()).isEqualTo(1);
  }

  @Test
  void anotherCouncilGetsNothingAndIsToldWhatIsWanted() {
    give("a");

    assertThat(share.claim("0".repeat(64), "one", "p1")).isEmpty();
    assertThat(share.otherCouncil("0".repeat(64))).contains("three seats");
    assertThat(share.otherCouncil(FINGERPRINT)).isEmpty();
  }

  @Test
  void aRunThatWasCutOffGoesOnWithWhatWasDecided() {
    String before = give("a", "b", "c");
    Claim claim = claim("one");
    share.decided(claim, "a", DECIDED);
    gone.add("manager");

    Opened.Open again = (Opened.Open) openRun("manager again", cases("a", "c", "d"));

    assertThat(again.known()).containsOnlyKeys("a");
    assertThat(share.renew(claim)).isFalse();
    assertThat(share.decided(claim, "b", DECIDED)).as("nobody wants b any more").isFalse();
    assertThat(share.decided(claim, "c", DECIDED)).as("but c is as good as ever").isTrue();
    assertThat(book.alive("node", before, "manager")).isFalse();
  }

  @Test
  void whereNoSeatHadRepliedTheCouncilIsAskedAgain() {
    give("a");
    Abstained unheard =
        new Abstained("none", 0, List.of(new Vote("s", "m", 1, new Vote.Silent("down"))));
    share.decided(claim("one"), "a", CaseText.of(unheard));
    gone.add("manager");

    assertThat(((Opened.Open) openRun("again", cases("a"))).known()).isEmpty();
  }

  @Test
  void whatIsOldIsDecidedAgain() {
    give("a");
    share.decided(claim("one"), "a", DECIDED);
    gone.add("manager");
    jdbc().sql("update work_case set decided_at = decided_at - 43200001").update();

    assertThat(((Opened.Open) openRun("again", cases("a"))).known()).isEmpty();
  }

  @Test
  void oneProcessAtATimeWaitsForANodesWork() {
    give("a");

    assertThat(openRun("another", cases("a"))).isEqualTo(new Opened.Busy("manager"));
    assertThat(openRun("manager", cases("a"))).isInstanceOf(Opened.Open.class);
    jdbc().sql("update work_run set seen_at = 0").update();
    assertThat(openRun("another", cases("a"))).isInstanceOf(Opened.Open.class);
  }

  @Test
  void whatIsFinishedLeavesCountsAndNoText() {
    String generation = give("a", "b", "c");
    Claim claim = claim("one");
    share.decided(claim, "a", DECIDED);
    book.finish("node", generation);

    assertThat(rows("work_case")).isZero();
    assertThat(rows("work_partition")).isZero();
    RunProgress progress = status.run("node").orElseThrow();
    assertThat(progress.finishedAt()).isNotNull();
    assertThat(progress.waitedFor()).isFalse();
    assertThat(progress.done()).isEqualTo(2);
    assertThat(progress.workers()).containsExactly("one");
  }

  @Test
  void anErasureTakesWhatWasCutOffAndNothingThatIsWaitedFor() {
    String generation = give("a");
    assertThat(book.erase()).isFalse();
    assertThat(rows("work_case")).isEqualTo(1);

    book.withdraw("node", generation);
    assertThat(rows("work_case")).as("kept for the next harvest").isEqualTo(1);
    assertThat(book.erase()).isTrue();
    assertThat(rows("work_case")).isZero();
  }

  @Test
  void textsOfAHarvestThatNobodyWentOnWithGoAndCountsStay() {
    give("a", "b", "c");
    claim("one");
    assertThat(status.prune(FRESH, Duration.ofDays(90))).isZero();
    assertThat(rows("work_case")).isEqualTo(3);

    jdbc().sql("update work_run set seen_at = seen_at - 43200001").update();
    assertThat(status.prune(FRESH, Duration.ofDays(90))).isZero();
    assertThat(rows("work_case") + rows("work_partition")).isZero();
    assertThat(status.runs()).hasSize(1);
    jdbc().sql("update work_run set seen_at = 0").update();
    assertThat(status.prune(FRESH, Duration.ofDays(90))).isEqualTo(1);
  }

  private String give(String... keys) {
    Opened.Open open = (Opened.Open) openRun("manager", cases(keys));
    List<Partition> partitions =
        keys.length <= 2
            ? List.of(new Partition(0, 10, List.of(keys)))
            : List.of(
                new Partition(0, 10, List.of(keys[0], keys[1])),
                new Partition(1, 11, List.of(keys).subList(2, keys.length)));
    book.give("node", open.generation(), FINGERPRINT, partitions);
    return open.generation();
  }

  private Opened openRun(String owner, Map<String, String> cases) {
    return book.open("node", owner, FINGERPRINT, "three seats", cases, FRESH);
  }

  private Claim claim(String worker) {
    return share.claim(FINGERPRINT, worker, "p-" + worker).orElseThrow();
  }

  private void lapse() {
    jdbc().sql("update work_partition set claimed_until = 0 where state = 'CLAIMED'").update();
  }

  private static Map<String, String> cases(String... keys) {
    Map<String, String> cases = new LinkedHashMap<>();
    for (String key : keys) {
      cases.put(key, CaseText.of(new CouncilCase(key, "bad", null, List.of())));
    }
    return cases;
  }

  private int rows(String table) {
    return jdbc().sql("select count(*) from " + table).query(Integer.class).single();
  }

  private JdbcClient jdbc() {
    return JdbcClient.create(database.dataSource());
  }
}
