package dev.nightshift.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file is read, or refused with a {@link GgufException}: nothing else ever comes out. */
class GgufFuzzTests {
  private static final int MUTATIONS = 2_000;

  @TempDir Path folder;

  @Test
  void every_truncation_is_refused() {
    byte[] whole = DamagedFiles.example(folder);
    for (int length = 0; length < whole.length - 32; length++) {
      assertThat(DamagedFiles.reads(Arrays.copyOf(whole, length))).as("%d", length).isFalse();
    }
    assertThat(DamagedFiles.reads(whole)).isTrue();
  }

  @Test
  void damaged_bytes_never_cause_anything_but_a_refusal() {
    byte[] whole = DamagedFiles.example(folder);
    SplittableRandom random = new SplittableRandom(20_240_601);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      refused += DamagedFiles.reads(DamagedFiles.damaged(whole, whole.length, random)) ? 0 : 1;
    }
    assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS - 1);
  }
}
