package dev.nightshift.codeloop;

import dev.nightshift.sandbox.SandboxException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does pieces of work at the same time. */
final class SideBySide {
  private SideBySide() {}

  /**
   * Does them in their order, so many at once, and leaves when none goes on any more.
   *
   * @throws RuntimeException what the first of those threw that threw something
   * @throws SandboxException STOPPED when this thread is interrupted, as all of them are then
   */
  static void run(List<Runnable> pieces, int atOnce) {
    if (atOnce == 1 || pieces.size() == 1) {
      pieces.forEach(Runnable::run);
      return;
    }
    List<? extends Future<?>> all;
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(atOnce, pieces.size()), Thread.ofVirtual().name("judging ", 0).factory())) {
      all = pieces.stream().map(threads::submit).toList();
      // Closing waits for all of them. An interrupt meanwhile interrupts them, and is kept.
    }
    for (Future<?> one : all) {
      if (one.state() == Future.State.FAILED) {
        throw one.exceptionNow() instanceof RuntimeException e
            ? e
            : new IllegalStateException(one.exceptionNow());
      }
    }
    if (!all.stream().allMatch(one -> one.state() == Future.State.SUCCESS)) {
      throw new SandboxException(SandboxException.Code.STOPPED, "the judgement was interrupted");
    }
  }
}
