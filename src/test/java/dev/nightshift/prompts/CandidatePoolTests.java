package dev.nightshift.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.codeloop.Instructions;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CandidatePoolTests {
  private final CandidatePool pool = new CandidatePool();

  private CandidatePool.Member add(String text, double a, double b, double c) {
    CandidatePool.Member member =
        new CandidatePool.Member(new Instructions(1, text), Map.of("a", a, "b", b, "c", c));
    pool.add(member);
    return member;
  }

  @Test
  void who_is_best_at_something_stays_though_another_is_better_on_the_average() {
    CandidatePool.Member rare = add("rare", 1, 0, 0);
    CandidatePool.Member broad = add("broad", 0.9, 0.9, 0.9);
    add("second everywhere", 0.5, 0.5, 0.5);

    assertThat(pool.frontier()).containsExactly(rare, broad);
    assertThat(pool.best()).isEqualTo(broad);
  }

  @Test
  void who_ties_at_its_best_and_loses_elsewhere_goes() {
    add("dominated", 1, 0, 0);
    CandidatePool.Member better = add("better", 1, 0.5, 0);

    assertThat(pool.frontier()).containsExactly(better);
  }

  @Test
  void parents_are_drawn_by_how_many_tasks_they_are_best_at() {
    add("one", 1, 0, 0);
    add("two", 0, 1, 1);
    Map<String, Integer> drawn = new HashMap<>();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 3000; i++) {
      drawn.merge(pool.parent(random).instructions().text(), 1, Integer::sum);
    }

    assertThat(drawn.get("one")).isBetween(900, 1100);
    assertThat(drawn.get("two")).isBetween(1900, 2100);
  }

  @Test
  void of_equals_the_earlier_is_the_best() {
    CandidatePool.Member first = add("first", 0.5, 0.5, 0.5);
    add("second", 0.5, 0.5, 0.5);

    assertThat(pool.best()).isEqualTo(first);
  }
}
