package dev.nightshift.nightly;

import dev.nightshift.council.Council;
import dev.nightshift.workers.Claim;
import dev.nightshift.workers.WorkSettings;
import dev.nightshift.workers.WorkShare;
import dev.nightshift.workers.WorkStatus;
import dev.nightshift.workers.WorkerSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.dao.DataAccessException;

/**
 * The threads of one process that work on partitions, and one that says that they live. A process
 * that dies costs the cases at hand; one that is closed gives back what it has not finished.
 */
final class CouncilCrew implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CouncilCrew.class);
  private static final Duration LEAVING = Duration.ofSeconds(3);

  private final JobRepository repository;
  private final WorkShare share;
  private final WorkStatus status;
  private final Council council;
  private final WorkSettings settings;
  private final Member member;
  private final Consumer<String> told;
  private final Set<PartitionWork> working = ConcurrentHashMap.newKeySet();
  private final AtomicLong decided = new AtomicLong();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private volatile String refusal = "";
  private volatile long idleSince = System.nanoTime();

  /**
   * Who works.
   *
   * @param name shown to people; no two processes have the same
   * @param owner the process, as {@link dev.nightshift.home.ProcessIdentity} names it
   * @param fingerprint of its council
   * @param atHome whether it is the node itself, whose word counts also when no seat replied to it;
   *     another one gives such cases back, as the fault may be its own
   */
  record Member(String name, String owner, String fingerprint, boolean atHome) {}

  private CouncilCrew(
      JobRepository repository,
      DataSource database,
      Council council,
      WorkSettings settings,
      Member member,
      Consumer<String> told) {
    this.repository = repository;
    this.share = new WorkShare(database, settings.lease(), settings.attempts());
    this.status = new WorkStatus(database);
    this.council = council;
    this.settings = settings;
    this.member = member;
    this.told = told;
  }

  /**
   * Begins to work in threads of its own.
   *
   * @param told hears in words what is worked on and what is refused
   */
  static CouncilCrew start(
      JobRepository repository,
      DataSource database,
      Council council,
      WorkSettings settings,
      Member member,
      Consumer<String> told) {
    CouncilCrew crew = new CouncilCrew(repository, database, council, settings, member, told);
    crew.say();
    for (int i = 1; i <= settings.parallel(); i++) {
      crew.threads.add(Thread.ofPlatform().daemon().name("council-" + i).start(crew::work));
    }
    crew.threads.add(Thread.ofPlatform().daemon().name("council-heartbeat").start(crew::beat));
    return crew;
  }

  /** Questions decided so far. */
  long decided() {
    return decided.get();
  }

  /** How long there has been nothing to do. */
  Duration idle() {
    return working.isEmpty() ? Duration.ofNanos(System.nanoTime() - idleSince) : Duration.ZERO;
  }

  private boolean isGoingOn() {
    return stopping.getCount() > 0;
  }

  private void work() {
    while (isGoingOn()) {
      try {
        Optional<Claim> claim = share.claim(member.fingerprint(), member.name(), member.owner());
        if (claim.isPresent()) {
          workOn(claim.get());
        } else {
          rest(settings.poll());
        }
      } catch (JobInterruptedException e) {
        log.info("stopped: {}", e.getMessage());
      } catch (DataAccessException e) {
        log.warn("The work could not be looked at; trying again: {}", e.getMessage());
        rest(settings.heartbeat());
      } catch (RuntimeException e) {
        log.error("A partition could not be worked on", e);
        rest(settings.heartbeat());
      }
    }
  }

  private void workOn(Claim claim) throws JobInterruptedException {
    PartitionWork work =
        new PartitionWork(
            share, repository, council, claim, member.atHome(), this::isGoingOn, decided);
    working.add(work);
    try {
      told.accept("works on " + claim);
      PartitionWork.End end = work.run();
      switch (end) {
        case DONE -> log.debug("{} is done", claim);
        case LOST -> told.accept(claim + " was taken over by another one, or withdrawn");
        case GIVEN_BACK -> told.accept("gives back " + claim);
        case FAILED -> told.accept(claim + " failed; it is tried again");
        case UNHEARD -> {
          told.accept(
              "gives back %s: no seat replied; rests for %s".formatted(claim, settings.lease()));
          rest(settings.lease());
        }
      }
    } finally {
      idleSince = System.nanoTime();
      working.remove(work);
    }
  }

  /** Waits, but no longer than this crew works. */
  private void rest(Duration time) {
    try {
      boolean _ = stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      log.debug("woken while resting", e);
    }
  }

  private void beat() {
    while (isGoingOn()) {
      rest(settings.heartbeat());
      try {
        if (isGoingOn()) {
          working.forEach(PartitionWork::renew);
          look();
          say();
        }
      } catch (RuntimeException e) {
        log.warn("The work could not be told that it is worked on; trying again", e);
      }
    }
  }

  /** Says once of each other council that its work is not done here. */
  private void look() {
    String other = share.otherCouncil(member.fingerprint()).orElse("");
    if (!other.isEmpty() && !other.equals(refusal)) {
      told.accept(
          "REFUSED: work waits for a council of other seats or settings than this process has: "
              + other
              + ". Give both the same nightshift.council and the same models.");
    }
    refusal = other;
  }

  private void say() {
    WorkerSeen.State state =
        working.isEmpty()
            ? (refusal.isEmpty() ? WorkerSeen.State.IDLE : WorkerSeen.State.REFUSED)
            : WorkerSeen.State.WORKS;
    String doing =
        switch (state) {
          case IDLE -> "waits for work";
          case REFUSED -> "has other seats than the work wants: " + refusal;
          case WORKS ->
              working.stream()
                  .map(work -> work.claim().toString())
                  .findFirst()
                  .orElse("ends a partition");
        };
    status.seen(
        new WorkerSeen(
            member.name(),
            member.owner(),
            member.fingerprint(),
            state,
            doing,
            decided.get(),
            Instant.EPOCH,
            Instant.EPOCH));
  }

  /**
   * Stops. What is not finished is given back; cases at hand are not decided here. No thread is
   * interrupted: one that is in the middle of writing to an H2 file would close that file.
   */
  @Override
  public void close() {
    stopping.countDown();
    boolean interrupted = Thread.interrupted();
    long end = System.nanoTime() + LEAVING.toNanos();
    for (Thread thread : threads) {
      try {
        boolean _ = thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    try {
      working.forEach(work -> share.release(work.claim())); // their seats have not replied yet
      status.left(member.name());
    } catch (DataAccessException e) {
      log.warn("could not say that {} leaves: {}", member.name(), e.getMessage());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
