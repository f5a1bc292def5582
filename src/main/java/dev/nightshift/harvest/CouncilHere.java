package dev.nightshift.harvest;

import dev.nightshift.council.Council;
import dev.nightshift.council.CouncilCase;
import dev.nightshift.council.Deliberation;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Deliberates in this process.
 *
 * @param council thread-safe if more than one case is put to it at once
 * @param parallel how many cases at once; with one, in the calling thread and in the cases' order
 */
public record CouncilHere(Council council, int parallel) implements Deliberations {
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
