package dev.nightshift.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.model.ModelSpec;
import dev.nightshift.model.TinyModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyValuePagesTests {
  private static final int[] TOKENS = IntStream.range(0, 150).map(i -> 7 * i % 96).toArray();

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private GgufFile file;

  @SuppressWarnings("NullAway.Init")
  private BlockTransformer transformer;

  @SuppressWarnings("NullAway.Init")
  private ModelSpec spec;

  @BeforeEach
  void load() {
    file = GgufFile.open(TinyModel.write(folder.resolve("tiny.gguf"), "llama", GgufType.F32));
    spec = ModelSpec.of(file);
    transformer = new BlockTransformer(file, spec, 2, 0);
  }

  @AfterEach
  void close() {
    transformer.close();
    file.close();
  }

  private float[] logits(KeyValueCache known, int[] tokens) {
    return transformer.run(List.of(new TokenChunk(known, tokens, 1, null)));
  }

  @Test
  void what_lies_in_a_used_page_is_never_read() {
    float[] expected = logits(new KeyValueCache(spec), TOKENS);
    KeyValuePages pages = new KeyValuePages(spec, 8);
    KeyValueCache poison = new KeyValueCache(pages);
    poison.reserve(3 * KeyValueCache.PAGE);
    for (int page = 0; page < 3; page++) {
      for (int layer = 0; layer < spec.layers(); layer++) {
        Arrays.fill(poison.page(layer, page), Float.NaN);
      }
    }
    poison.release();
    assertThat(pages.free()).isEqualTo(3);

    KeyValueCache known = new KeyValueCache(pages);
    assertThat(logits(known, TOKENS)).containsExactly(expected);
    assertThat(pages.free()).isZero();
  }

  @Test
  void a_page_that_another_sequence_holds_is_not_given_away() {
    KeyValuePages pages = new KeyValuePages(spec, 8);
    KeyValueCache first = new KeyValueCache(pages);
    float[] expected = logits(first, TOKENS);
    KeyValueCache prefix = first.prefix(TOKENS.length - 1);
    first.release();
    // Of three pages two are shared, the third was copied.
    assertThat(pages.free()).isEqualTo(1);
    KeyValueCache other = new KeyValueCache(pages);
    logits(other, Arrays.copyOf(TOKENS, 40));

    assertThat(logits(prefix, new int[] {TOKENS[TOKENS.length - 1]})).containsExactly(expected);
    prefix.release();
    other.release();
    assertThat(pages.free()).isEqualTo(4);
    assertThat(prefix.length()).isZero();
  }

  @Test
  void no_more_pages_wait_than_were_allowed() {
    KeyValuePages pages = new KeyValuePages(spec, 2);
    KeyValueCache known = new KeyValueCache(pages);
    logits(known, TOKENS);

    known.release();
    assertThat(pages.free()).isEqualTo(2);
    pages.clear();
    assertThat(pages.free()).isZero();
  }
}
