package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.grammar.Constraint;
import dev.nightshift.grammar.Constraint.RegularExpression;
import dev.nightshift.grammar.TokenConstraint;
import dev.nightshift.grammar.TokenTrie;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConstraintsTests {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Constraint QUICK = new RegularExpression("yes|no");
  private static final Constraint SLOW = new RegularExpression("slow");

  private final TokenTrie bytes =
      new TokenTrie(
          IntStream.range(0, 257)
              .mapToObj(b -> b < 256 ? new byte[] {(byte) b} : new byte[0])
              .toList(),
          Set.of(256),
          false);
  private final List<Constraint> compiled = new CopyOnWriteArrayList<>();
  private final CountDownLatch slowBegan = new CountDownLatch(1);
  private final CountDownLatch slowMayEnd = new CountDownLatch(1);
  private final Constraints constraints = new Constraints(this::compile);

  private TokenConstraint compile(Constraint constraint) {
    compiled.add(constraint);
    if (!constraint.equals(QUICK)) {
      slowBegan.countDown();
      try {
        slowMayEnd.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return constraint.over(bytes);
  }

  @Test
  void one_that_cannot_be_kept_is_not_compiled_again() {
    slowMayEnd.countDown();
    Constraint impossible = new RegularExpression("(?=a)");
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> constraints.begin(impossible, 10, LONG))
          .satisfies(e -> assertThat(e.code()).isEqualTo(EngineException.Code.CONSTRAINT))
          .satisfies(e -> told.add(e.getMessage()));
    }

    assertThat(compiled).containsExactly(impossible);
    assertThat(Set.copyOf(told)).hasSize(1);
  }

  @Test
  @Timeout(60)
  void one_that_is_known_does_not_wait_for_another() throws InterruptedException {
    assertThat(constraints.begin(QUICK, 10, LONG)).isNotNull();
    Thread other = Thread.ofVirtual().start(() -> constraints.begin(SLOW, 10, LONG));
    slowBegan.await();

    assertThat(constraints.begin(QUICK, 10, LONG)).isNotNull();

    assertThat(other.isAlive()).isTrue();
    slowMayEnd.countDown();
    other.join();
    assertThat(compiled).containsExactly(QUICK, SLOW);
  }

  @Test
  @Timeout(60)
  void no_more_than_some_wait() {
    List<EngineException.Code> codes =
        IntStream.range(0, 30).mapToObj(i -> refusal(new RegularExpression("b" + i))).toList();
    slowMayEnd.countDown();

    assertThat(codes).startsWith(EngineException.Code.TIMEOUT).endsWith(EngineException.Code.BUSY);
  }

  private EngineException.Code refusal(Constraint constraint) {
    return assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> constraints.begin(constraint, 10, Duration.ofNanos(1)))
        .actual()
        .code();
  }

  @Test
  @Timeout(60)
  void one_that_cannot_be_kept_is_refused_every_time() {
    slowMayEnd.countDown();
    Constraint wrong = new RegularExpression("(");

    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> constraints.begin(wrong, 10, LONG))
          .satisfies(e -> assertThat(e.code()).isEqualTo(EngineException.Code.CONSTRAINT))
          .withMessageContaining("'('");
    }
  }
}
