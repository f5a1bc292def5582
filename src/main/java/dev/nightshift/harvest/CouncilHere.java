package dev.nightshift.harvest;

import dev.nightshift.council.Council;
import dev.nightshift.council.CouncilCase;
import dev.nightshift.council.Deliberation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Deliberates in this process.
 *
 * @param council thread-safe if more than one case is put to it at once
 * @param parallel how many cases at once; with one, in the calling thread and in the cases' order
 */
public record CouncilHere(Council council, int parallel) implements Deliberations {
  private static final Duration LAST_WORD = Duration.ofSeconds(5);

  public CouncilHere {
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel must be at least 1: " + parallel);
    }
  }

  private record Done(int place, Deliberation deliberation) {}

  @Override
  public void decide(List<CouncilCase> cases, Decided decided) {
    if (parallel == 1 || cases.size() < 2) {
      for (int place = 0; place < cases.size(); place++) {
        decided.accept(place, council.deliberate(cases.get(place)));
      }
    } else {
      sideBySide(cases, decided);
    }
  }

  private void sideBySide(List<CouncilCase> cases, Decided decided) {
    BlockingQueue<Object> done = new LinkedBlockingQueue<>();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(parallel, cases.size()), Thread.ofPlatform().name("council-", 1).factory());
    try {
      for (int place = 0; place < cases.size(); place++) {
        int at = place;
        threads.execute(() -> done.add(outcome(at, cases.get(at))));
      }
      for (int i = 0; i < cases.size(); i++) {
        switch (done.take()) {
          case Done(int place, Deliberation deliberation) -> decided.accept(place, deliberation);
          case RuntimeException failure -> throw failure;
          case Object other -> throw new IllegalStateException("not an outcome: " + other);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HarvestException(
          HarvestException.Code.CANCELLED, "the harvest was interrupted while seats were asked", e);
    } finally {
      threads.shutdownNow();
      awaitThe(threads);
    }
  }

  /**
   * Who returns leaves no seat behind that is still asked, unless it does not heed an interrupt; an
   * interrupt of the caller does not shorten that, and is kept.
   */
  private static void awaitThe(ExecutorService threads) {
    boolean interrupted = Thread.interrupted();
    long end = System.nanoTime() + LAST_WORD.toNanos();
    boolean done = false;
    while (!done && System.nanoTime() < end) {
      try {
        done = threads.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The outcome, or the exception that came instead. */
  private Object outcome(int place, CouncilCase theCase) {
    try {
      return new Done(place, council.deliberate(theCase));
    } catch (RuntimeException e) {
      return e;
    }
  }
}
