package dev.nightshift.memory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log that is shared with other nodes: takes over what they append, tells them how far
 * this one is, and keeps the log short. What fails is tried again; it is logged once.
 */
final class Follower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);
  private static final Duration BETWEEN_DROPS = Duration.ofMinutes(10);

  private final SharedLog shared;
  private final Handover handover;
  private final Expunging expunging;
  private final Snapshots snapshots;
  private final MemoryIndex index;
  private final MemorySettings settings;
  private final LogKeeping keeping;
  private final String home;
  private final Thread thread;
  private volatile boolean closing;
  private @Nullable Thread expunger;
  private boolean failing;
  private long reported = System.nanoTime();
  private long dropped = System.nanoTime();

  private Follower(
      SharedLog shared,
      Handover handover,
      Expunging expunging,
      Snapshots snapshots,
      MemoryIndex index,
      IndexFiles files,
      MemorySettings settings) {
    this.shared = shared;
    this.handover = handover;
    this.expunging = expunging;
    this.snapshots = snapshots;
    this.index = index;
    this.settings = settings;
    this.keeping = new LogKeeping(shared.database());
    this.home = LogMember.homeId(files);
    this.thread = Thread.ofPlatform().daemon().name("memory-follow").unstarted(this::run);
  }

  /**
   * Takes over what is there, and goes on in a thread of its own.
   *
   * @throws MemoryException as {@link SharedLog#catchUp}
   */
  static Follower start(
      SharedLog shared,
      Handover handover,
      Expunging expunging,
      Snapshots snapshots,
      MemoryIndex index,
      IndexFiles files,
      MemorySettings settings) {
    Follower follower =
        new Follower(shared, handover, expunging, snapshots, index, files, settings);
    long behind = shared.sight().last() - shared.seen();
    if (behind > 0) {
      log.info("takes over {} frames of the memory's shared log", behind);
    }
    follower.catchUp();
    follower.thread.start();
    return follower;
  }

  /**
   * Takes over all that is in the log now.
   *
   * @throws MemoryException as {@link SharedLog#catchUp}
   */
  void catchUp() {
    shared.catchUp(handover);
  }

  /**
   * Has something taken out on every node, here before this returns, also from the files and the
   * log's frames. There may be no snapshot.
   *
   * @throws MemoryException IO; doing it again is harmless
   */
  void erase(Write.Erasure erasure) {
    if (!erasure.isEmpty()) {
      shared.erase(erasure, handover);
    }
    expunge();
  }

  private void expunge() {
    long through = expunging.owed();
    expunging.run();
    keeping.rewrite(through);
    report();
  }

  private void run() {
    while (!closing) {
      LockSupport.parkNanos(settings.poll().toNanos());
      if (!closing) {
        turn();
      }
    }
  }

  private void turn() {
    try {
      catchUp();
      if (expunging.owes()) {
        expungeUnlessHeld();
      }
      if (System.nanoTime() - reported > BETWEEN_REPORTS.toNanos()) {
        report();
        reported = System.nanoTime();
      }
      if (System.nanoTime() - dropped > BETWEEN_DROPS.toNanos()) {
        dropped = System.nanoTime();
        drop();
      }
      if (failing) {
        log.info("the memory follows the shared log again");
      }
      failing = false;
    } catch (Throwable e) {
      if (!failing) {
        log.error("the memory cannot follow the shared log at the moment; tried on", e);
      }
      failing = true;
    }
  }

  private void drop() {
    if (!settings.logRetention().isZero()) {
      long through = keeping.drop(settings.logRetention());
      log.debug("the shared log is dropped through {}", through);
    }
  }

  /** In a thread of its own, so that what others append comes meanwhile. */
  private void expungeUnlessHeld() {
    Thread before = expunger;
    if (before == null || !before.isAlive()) {
      expunger = Thread.ofPlatform().daemon().name("memory-expunging").start(this::expungeWhenFree);
    }
  }

  private void expungeWhenFree() {
    try {
      snapshots.erase(
          () -> {
            if (expunging.owes() && !closing) {
              expunge();
            }
          });
    } catch (MemoryException e) {
      log.debug("what was erased is taken out of the files later", e);
    }
  }

  private void report() {
    shared
        .database()
        .transaction(
            connection -> {
              String node = shared.database().node().value();
              long applied = index.logged();
              if (!LogMember.report(connection, node, home, applied, expunging.expunged())) {
                LogHead head = LogHead.lock(connection);
                if (applied < head.dropped()) {
                  throw LogFit.dropped(head, applied);
                }
                LogMember.claim(connection, node, home, applied, head.now());
              }
              return true;
            });
  }

  /** How this node stands to the log. */
  SharedLogStatus status() {
    LogSight sight = shared.sight();
    return new SharedLogStatus(
        shared.database().node().value(),
        sight.last(),
        shared.seen(),
        index.logged(),
        sight.behind(),
        sight.lag(),
        sight.delay(),
        expunging.owes(),
        sight.trouble());
  }

  /** Every node that follows the log, by its name. */
  List<LogMember> members() {
    return shared.database().reading(LogMember::all);
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    Uninterrupted.join(thread);
    Thread last = expunger;
    if (last != null) {
      Uninterrupted.join(last);
    }
  }
}
