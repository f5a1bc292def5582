package dev.nightshift.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MiniLmEmbedderIntegrationTests {
  private final MiniLmEmbedder embedder = new MiniLmEmbedder(Path.of("target", "native"));

  @Test
  void vectors_have_unit_length_and_near_meanings_are_near() {
    float[] question = embedder.embed("Who runs the canteen in the Bergen office?");

    assertThat(question).hasSize(embedder.dimension());
    assertThat(dot(question, question)).isCloseTo(1, within(1e-5));
    double near =
        dot(question, embedder.embed("Which person manages the Bergen office's canteen?"));
    double far = dot(question, embedder.embed("How do I boil an egg?"));
    assertThat(near).isGreaterThan(0.8);
    assertThat(far).isLessThan(0.4);
  }

  @Test
  void a_text_has_the_same_vector_alone_in_a_batch_and_from_many_threads() throws Exception {
    List<String> texts =
        IntStream.range(0, 40)
            .mapToObj(i -> "Question " + i + " about " + "trains ".repeat(i))
            .toList();
    List<float[]> together = embedder.embedAll(texts);

    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<float[]>> alone =
          threads.invokeAll(
              texts.stream().<Callable<float[]>>map(t -> () -> embedder.embed(t)).toList());
      for (int i = 0; i < texts.size(); i++) {
        assertThat(alone.get(i).get()).isEqualTo(together.get(i));
      }
    }
  }

  @Test
  void a_question_takes_a_few_milliseconds() {
    embedder.embed("warm up");
    long start = System.nanoTime();
    int count = 50;
    for (int i = 0; i < count; i++) {
      embedder.embed("Which city was the founder of the Halvorsen works born in, case " + i + "?");
    }
    double milliseconds = (System.nanoTime() - start) / 1e6 / count;
    System.out.printf("embedding one question: %.2f ms%n", milliseconds);
    assertThat(milliseconds).isLessThan(50);
  }

  @Test
  void a_long_text_is_cut_and_a_blank_one_refused() {
    assertThat(embedder.embed("very long ".repeat(100_000))).hasSize(embedder.dimension());
    assertThatThrownBy(() -> embedder.embed("  "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("blank");
  }

  @Test
  void blanks_before_a_text_do_not_count() {
    assertThat(embedder.embed(" ".repeat(5000) + "\n" + "the sea"))
        .isEqualTo(embedder.embed("the sea"));
  }

  @Test
  void a_text_without_words_has_a_vector_that_is_near_none() {
    float[] sea = embedder.embed("the sea");
    for (String wordless : List.of("\u200b", "\u0301", "\ud800", "\u0001\u0002")) {
      float[] vector = embedder.embed(wordless);

      assertThat(dot(vector, vector)).as(wordless).isCloseTo(1, within(1e-5));
      assertThat(dot(vector, sea)).as(wordless).isLessThan(0.4);
    }
  }

  @Test
  void a_virtual_thread_gets_the_same_vector() throws Exception {
    float[] expected = embedder.embed("the sea");

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.submit(() -> embedder.embed("the sea")).get()).isEqualTo(expected);
    }
  }

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
  }
}
