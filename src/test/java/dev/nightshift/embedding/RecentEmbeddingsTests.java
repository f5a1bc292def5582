package dev.nightshift.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentEmbeddingsTests {
  private final Counting counting = new Counting();
  private final RecentEmbeddings recent = new RecentEmbeddings(counting);

  @Test
  void a_text_is_computed_once_however_it_is_asked_for() {
    assertThat(recent.embed("abc")).containsExactly(3, 0);
    assertThat(recent.embedAll(List.of("abc")).getFirst()).containsExactly(3, 0);
    recent.embed("abc")[0] = 9;

    assertThat(recent.embed("abc")).as("nobody changes it").containsExactly(3, 0);
    assertThat(counting.computed).containsExactly("abc");
    assertThat(recent.id()).isEqualTo("counting");
    assertThat(recent.dimension()).isEqualTo(2);
  }

  @Test
  void an_import_does_not_push_out_what_is_asked() {
    recent.embed("abc");
    assertThat(recent.embedAll(List.of("a", "bb"))).hasSize(2);
    recent.embed("abc");
    recent.embed("a");

    assertThat(counting.computed).containsExactly("abc", "a", "bb", "a");
  }

  @Test
  void only_the_last_ones_are_remembered() {
    recent.embed("first");
    for (int i = 0; i < 1023; i++) {
      recent.embed("text " + i);
    }
    recent.embed("first");
    recent.embed("one more");
    recent.embed("text 0");

    assertThat(counting.computed).hasSize(1026);
    assertThat(counting.computed.getLast()).isEqualTo("text 0");
  }

  private static final class Counting implements Embedder {
    private final List<String> computed = new ArrayList<>();

    @Override
    public String id() {
      return "counting";
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public float[] embed(String text) {
      computed.add(text);
      return new float[] {text.length(), 0};
    }
  }
}
