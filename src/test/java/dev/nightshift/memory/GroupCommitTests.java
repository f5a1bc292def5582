package dev.nightshift.memory;

import static dev.nightshift.memory.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupCommitTests {
  private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

  @Test
  void a_hundred_concurrent_writers_cost_few_commits() throws Exception {
    CountDownLatch allWaiting = new CountDownLatch(1);
    try (GroupCommit commits =
            new GroupCommit(
                writes -> {
                  await(allWaiting);
                  batches.add(writes.size());
                  return accepted(writes);
                },
                1000);
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String id = "f" + i;
        done.add(writers.submit(() -> commits.write(said(id))));
      }
      TimeUnit.MILLISECONDS.sleep(300);
      assertThat(done).noneMatch(Future::isDone);
      allWaiting.countDown();
      for (Future<?> one : done) {
        one.get();
      }
    }
    assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
    assertThat(batches).hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void a_batch_is_limited() {
    try (GroupCommit commits = new GroupCommit(this::count, 1)) {
      commits.write(said("f1"));
      commits.write(said("f2"));
    }
    assertThat(batches).containsExactly(1, 1);
  }

  @Test
  void a_refused_write_fails_alone_and_a_failed_commit_fails_all_and_the_next_works() {
    MemoryException unknown =
        new MemoryException(MemoryException.Code.UNKNOWN_EXCHANGE, "no such exchange");
    List<String> seen = new ArrayList<>();
    try (GroupCommit commits =
        new GroupCommit(
            writes -> {
              String id = ((Write.Said) writes.getFirst()).feedback().getFirst().id();
              seen.add(id);
              return switch (id) {
                case "refused" -> List.of(Optional.of(unknown));
                case "broken" -> throw new IllegalStateException("out of order");
                default -> accepted(writes);
              };
            },
            10)) {
      assertThatThrownBy(() -> commits.write(said("refused")))
          .isInstanceOfSatisfying(
              MemoryException.class,
              e -> assertThat(e.code()).isEqualTo(MemoryException.Code.UNKNOWN_EXCHANGE))
          .hasMessage("no such exchange");
      assertThatThrownBy(() -> commits.write(said("broken")))
          .isInstanceOfSatisfying(
              MemoryException.class, e -> assertThat(e.code()).isEqualTo(MemoryException.Code.IO))
          .hasMessageContaining("out of order");
      commits.write(said("fine"));
    }
    assertThat(seen).containsExactly("refused", "broken", "fine");
  }

  @Test
  void after_closing_nothing_is_taken() {
    GroupCommit commits = new GroupCommit(this::count, 10);
    commits.close();
    assertThatThrownBy(() -> commits.write(said("late")))
        .isInstanceOf(MemoryException.class)
        .hasMessageContaining("closed");
    assertThat(batches).isEmpty();
  }

  private List<Optional<MemoryException>> count(List<Write> writes) {
    batches.add(writes.size());
    return accepted(writes);
  }

  private static List<Optional<MemoryException>> accepted(List<Write> writes) {
    return Collections.nCopies(writes.size(), Optional.empty());
  }

  private static Write said(String id) {
    return new Write.Said(List.of(Samples.up(id, "e1", NOON)));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
