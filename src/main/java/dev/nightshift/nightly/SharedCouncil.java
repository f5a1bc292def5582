package dev.nightshift.nightly;

import dev.nightshift.council.Council;
import dev.nightshift.council.CouncilCase;
import dev.nightshift.council.CouncilIdentity;
import dev.nightshift.harvest.Deliberations;
import dev.nightshift.harvest.HarvestException;
import dev.nightshift.home.ProcessIdentity;
import dev.nightshift.workers.CaseText;
import dev.nightshift.workers.Opened;
import dev.nightshift.workers.Partition;
import dev.nightshift.workers.WorkBook;
import dev.nightshift.workers.WorkBook.Standing;
import dev.nightshift.workers.WorkSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Has the cases of a node's harvests decided by every process that shares the database and has the
 * same council; this one works too.
 *
 * <p>What is decided is kept by the case's digest until the harvest has written it down. A harvest
 * that is run again after its process was killed, or after it failed, is given what was decided and
 * has only the rest decided.
 */
public final class SharedCouncil implements Deliberations {
  private static final Logger log = LoggerFactory.getLogger(SharedCouncil.class);

  /** One for the process: a second attempt of it takes over from its first. */
  private static final String OWNER = ProcessIdentity.ofThisProcess();

  private final DataSource database;
  private final Supplier<Council> council;
  private final Supplier<CouncilIdentity> identity;
  private final WorkSettings settings;
  private final String node;
  private final Duration fresh;
  private final WorkBook book;
  private volatile String generation = "";

  /**
   * The council of a node.
   *
   * @param database the migrated state database, shared with workers
   * @param node name of the node whose harvests these are
   * @param fresh for how long a decision counts that no harvest has written down
   */
  public SharedCouncil(
      DataSource database,
      Supplier<Council> council,
      Supplier<CouncilIdentity> identity,
      WorkSettings settings,
      String node,
      Duration fresh) {
    this.database = database;
    this.council = council;
    this.identity = identity;
    this.settings = settings;
    this.node = node;
    this.fresh = fresh;
    this.book = book(database, settings);
  }

  /** What nodes have given out, in which processes of this machine that have ended are known. */
  public static WorkBook book(DataSource database, WorkSettings settings) {
    return new WorkBook(
        database,
        owner -> ProcessIdentity.stateOf(owner) == ProcessIdentity.State.GONE,
        settings.lease());
  }

  @Override
  public void decide(List<CouncilCase> cases, Decided decided) {
    CouncilIdentity mine = identity.get();
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, List<Integer>> places = new HashMap<>();
    for (int place = 0; place < cases.size(); place++) {
      String text = CaseText.of(cases.get(place));
      String key = CaseText.key(text, mine.fingerprint());
      texts.put(key, text);
      places.computeIfAbsent(key, k -> new ArrayList<>()).add(place);
    }
    Opened.Open open = open(mine, texts);
    generation = open.generation();
    boolean over = false;
    try {
      tell(open.known(), places, decided);
      List<String> rest =
          texts.keySet().stream().filter(key -> !open.known().containsKey(key)).toList();
      if (!rest.isEmpty()) {
        log.info(
            "{} questions for the council, {} of them decided before",
            texts.size(),
            open.known().size());
        run(mine, rest, results -> tell(results, places, decided));
      }
      over = true;
    } finally {
      if (!over) {
        withdraw();
      }
    }
  }

  private Opened.Open open(CouncilIdentity mine, Map<String, String> texts) {
    return switch (book.open(node, OWNER, mine.fingerprint(), mine.words(), texts, fresh)) {
      case Opened.Open open -> open;
      case Opened.Busy(String owner) ->
          throw new HarvestException(
              HarvestException.Code.BUSY,
              "the questions of node "
                  + node
                  + " are being decided for "
                  + ProcessIdentity.inWords(owner)
                  + ": wait until it has ended; or, if that is another home, give one of the two"
                  + " another name");
    };
  }

  private static void tell(
      Map<String, String> results, Map<String, List<Integer>> places, Decided decided) {
    results.forEach(
        (key, result) ->
            places
                .getOrDefault(key, List.of())
                .forEach(place -> decided.accept(place, CaseText.deliberation(result))));
  }

  /** Is told of results as they come. */
  @FunctionalInterface
  private interface Told {
    void accept(Map<String, String> results);
  }

  private void run(CouncilIdentity mine, List<String> keys, Told told) {
    int size = settings.sizeFor(keys.size());
    List<List<String>> parts = new ArrayList<>();
    for (int start = 0; start < keys.size(); start += size) {
      parts.add(keys.subList(start, Math.min(keys.size(), start + size)));
    }
    try (BatchContext batch = new BatchContext(database)) {
      CouncilJob job = new CouncilJob(batch.operator(), batch.repository(), node);
      job.removeOld();
      job.run(
          generation,
          parts,
          partitions -> {
            book.give(node, generation, mine.fingerprint(), partitions);
            CouncilCrew.Member member =
                new CouncilCrew.Member(node, OWNER, mine.fingerprint(), true);
            try (CouncilCrew crew =
                CouncilCrew.start(
                    batch.repository(), database, council.get(), settings, member, log::info)) {
              await(partitions, told);
              log.info("{} questions were decided here", crew.decided());
            }
          });
      job.removeOld();
    }
  }

  /** Collects what is decided, and says that this process lives. */
  private void await(List<Partition> partitions, Told told) throws InterruptedException {
    Map<Integer, Partition> open = new HashMap<>();
    partitions.forEach(one -> open.put(one.number(), one));
    long pause = Math.min(250, settings.poll().toMillis());
    long beat = System.nanoTime();
    while (!open.isEmpty()) {
      List<Standing> standing = book.standing(generation);
      for (Standing one : standing) {
        Partition partition = open.get(one.number());
        if (one.isFailed()) {
          throw new HarvestException(
              HarvestException.Code.UNDECIDED,
              "partition %d of the council's work failed: %s"
                  .formatted(one.number() + 1, one.trouble()));
        }
        if (partition != null && one.isDone()) {
          told.accept(complete(partition));
          open.remove(one.number());
        }
      }
      if (System.nanoTime() - beat >= settings.heartbeat().toNanos() || standing.isEmpty()) {
        requireMine();
        beat = System.nanoTime();
      }
      if (!open.isEmpty()) {
        Thread.sleep(pause);
      }
    }
  }

  private Map<String, String> complete(Partition partition) {
    Map<String, String> results = book.results(node, partition.caseKeys());
    Set<String> missing = new HashSet<>(partition.caseKeys());
    missing.removeAll(results.keySet());
    if (!missing.isEmpty()) {
      throw new HarvestException(
          HarvestException.Code.UNDECIDED,
          "%d decisions of partition %d are gone"
              .formatted(missing.size(), partition.number() + 1));
    }
    return results;
  }

  private void requireMine() {
    if (!book.alive(node, generation, OWNER)) {
      throw new HarvestException(
          HarvestException.Code.UNDECIDED,
          "another process took over the questions of node "
              + node
              + ", because this one gave no sign of life for "
              + settings.lease());
    }
  }

  private void withdraw() {
    boolean interrupted = Thread.interrupted(); // a pool gives no connection to such a thread
    try {
      book.withdraw(node, generation);
    } catch (DataAccessException e) {
      log.warn("what was given out could not be withdrawn: {}", e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What is left behind should this fail, the next harvest removes. */
  @Override
  public void settled() {
    try {
      book.finish(node, generation);
    } catch (DataAccessException e) {
      log.warn("what was decided could not be removed: {}", e.getMessage());
    }
  }
}
