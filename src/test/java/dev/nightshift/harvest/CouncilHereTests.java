package dev.nightshift.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.council.CouncilCase;
import dev.nightshift.council.Deliberation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CouncilHereTests {
  @TempDir Path root;

  @Test
  void sideBySideComesToTheSameAsOneAfterAnother() {
    List<CouncilCase> cases = cases(40);
    List<Integer> order = new ArrayList<>();
    TreeMap<Integer, Deliberation> one = new TreeMap<>();
    TreeMap<Integer, Deliberation> many = new TreeMap<>();

    here(1)
        .decide(
            cases,
            (place, deliberation) -> {
              order.add(place);
              one.put(place, deliberation);
            });
    here(6).decide(cases, many::put);

    assertThat(order).isEqualTo(IntStream.range(0, 40).boxed().toList());
    assertThat(many).isEqualTo(one).hasSize(40);
  }

  @Test
  void whatTheListenerThrowsEndsTheWork() {
    assertThatThrownBy(
            () ->
                here(4)
                    .decide(
                        cases(40),
                        (place, deliberation) -> {
                          throw new IllegalStateException("enough");
                        }))
        .hasMessage("enough");
  }

  @Test
  void anInterruptedHarvestIsCancelled() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> here(4).decide(cases(8), (place, deliberation) -> {}))
        .isInstanceOfSatisfying(
            HarvestException.class,
            e -> assertThat(e.code()).isEqualTo(HarvestException.Code.CANCELLED));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void nobodyAsksLessThanOneAtATime() {
    assertThatThrownBy(() -> here(0)).hasMessage("parallel must be at least 1: 0");
  }

  private CouncilHere here(int parallel) {
    return new CouncilHere(SleepingSeat.council(1, root.resolve("asked")), parallel);
  }

  private static List<CouncilCase> cases(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new CouncilCase("What is the colour of lamp " + i, "No.", null, List.of()))
        .toList();
  }
}
