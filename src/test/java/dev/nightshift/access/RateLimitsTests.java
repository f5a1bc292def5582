package dev.nightshift.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.access.RateLimits.Allowance;
import io.github.bucket4j.TimeMeter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateLimitsTests {
  @TempDir Path state;
  private final AtomicLong nanos = new AtomicLong();
  private final RateLimits limits = new RateLimits(new Clock(nanos));

  private Caller caller(@Nullable String rate) {
    return Caller.of(
        new KeyStore(state, InstantSource.system())
            .create("app", Set.of(AccessScope.ASK), rate == null ? null : Rate.parse(rate), null)
            .key());
  }

  @Test
  void requests_beyond_the_rate_are_refused_until_some_come_back() {
    Caller caller = caller("6/m");
    for (int left = 5; left >= 0; left--) {
      Allowance allowance = limits.take(caller).orElseThrow();
      assertThat(allowance.granted()).isTrue();
      assertThat(allowance.remaining()).isEqualTo(left);
    }

    Allowance refused = limits.take(caller).orElseThrow();
    assertThat(refused.granted()).isFalse();
    assertThat(refused.remaining()).isZero();
    assertThat(refused.retry()).isEqualTo(Duration.ofSeconds(10));
    assertThat(refused.reset()).isEqualTo(Duration.ofSeconds(60));

    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(limits.take(caller).orElseThrow().granted()).isTrue();
    assertThat(limits.take(caller).orElseThrow().granted()).isFalse();
  }

  @Test
  void each_key_has_its_own() {
    Caller one = caller("1/h");
    Caller other = caller("1/h");
    limits.take(one);

    assertThat(limits.take(one).orElseThrow().granted()).isFalse();
    assertThat(limits.take(other).orElseThrow().granted()).isTrue();
  }

  @Test
  void who_has_no_rate_is_not_counted() {
    assertThat(limits.take(caller(null))).isEmpty();
    assertThat(limits.take(Caller.local())).isEmpty();
    assertThat(limits.take(Caller.operator())).isEmpty();
  }

  private record Clock(AtomicLong nanos) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos.get();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
