package dev.nightshift.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.inference.EngineSettings.Computing;
import dev.nightshift.kernel.KeyValueCache;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyValueBudgetTests {
  @TempDir Path folder;

  @Test
  void pages_are_as_large_as_the_model_makes_them() {
    try (TinyRequests tiny = TinyRequests.in(folder)) {
      // Two layers of two heads of 16 numbers, keys and values, 64 tokens.
      long page = 2 * 2 * 2 * 16 * 64 * 4;
      assertThat(KeyValueCache.pageBytes(tiny.spec())).isEqualTo(page);
      assertThat(new KeyValueBudget(tiny.spec(), 3 * page + page / 2).pages()).isEqualTo(3);
      assertThat(KeyValueCache.pages(64)).isEqualTo(1);
      assertThat(KeyValueCache.pages(65)).isEqualTo(2);
    }
  }

  @Test
  void without_a_setting_keys_and_values_get_a_third_of_the_heap() {
    EngineSettings defaults = EngineSettings.defaults();
    assertThat(defaults.kvCacheMegabytes()).isZero();
    assertThat(defaults.kvCacheBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 3);
    assertThat(settings(7).kvCacheBytes()).isEqualTo(7 << 20);
    assertThatThrownBy(() -> settings(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("kvCacheMegabytes must be 0 (automatic) to ");
  }

  @Test
  void what_could_never_be_begun_is_refused_at_once_with_the_numbers() {
    try (TinyRequests tiny = TinyRequests.in(folder)) {
      GgufFile file = tiny.file();
      BlockDecoder decoder =
          new BlockDecoder(file, tiny.spec(), settings(0), tiny.budget(4), Set::of);
      try {
        AnswerRow fits = tiny.row(200, 3, TinyRequests.request(56));
        AnswerRow large = tiny.row(200, 3, TinyRequests.request(57));
        refused(() -> decoder.complete(large));
        refused(() -> decoder.completeAll(List.of(fits, large)));
        refused(() -> decoder.score(large.prompt(), new int[58], null));
        assertThat(decoder.complete(fits).answerTokens()).isEqualTo(56);
        assertThat(decoder.score(fits.prompt(), new int[57], null)).hasSize(57);
      } finally {
        decoder.close();
      }
    }
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.code()).isEqualTo(Code.CONTEXT))
        .hasMessageContaining("the prompt of 200 tokens and an answer of up to 57 may need")
        .hasMessageContaining("enough for 256 tokens")
        .hasMessageContaining("nightshift.engine.kv-cache-megabytes");
  }

  private static EngineSettings settings(int kvCacheMegabytes) {
    return new EngineSettings(
        EngineSettings.Precision.FLOAT32, 1, 512, 4, 2, 4, kvCacheMegabytes, Computing.BLOCKS);
  }
}
