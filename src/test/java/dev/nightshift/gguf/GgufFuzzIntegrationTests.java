package dev.nightshift.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link GgufFuzzTests}, through mapped files and more often. */
class GgufFuzzIntegrationTests {
  private static final int MUTATIONS = 10_000;

  @TempDir Path folder;

  @Test
  void ten_thousand_damaged_files_are_read_or_refused() throws IOException {
    byte[] whole = DamagedFiles.example(folder);
    SplittableRandom random = new SplittableRandom(7);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] damaged = DamagedFiles.damaged(whole, whole.length, random);
      refused += DamagedFiles.opens(folder.resolve("damaged.gguf"), damaged) ? 0 : 1;
    }
    assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS - 1);
  }
}
