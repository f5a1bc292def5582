package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogPaceTests {
  private final AtomicLong now = new AtomicLong(-5);
  private final LogPace pace = new LogPace(Duration.ofNanos(10), now::get);

  @Test
  void one_in_a_while_is_said() {
    assertThat(pace.granted()).isTrue();
    assertThat(pace.granted()).isFalse();
    now.set(4);
    assertThat(pace.granted()).isFalse();
    now.set(5);
    assertThat(pace.granted()).isTrue();
    assertThat(pace.granted()).isFalse();
  }
}
