package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.scope.ScopePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedScopesTests {
  @TempDir Path directory;

  private final Embedder embedder =
      new Embedder() {
        @Override
        public String id() {
          return "fake";
        }

        @Override
        public int dimension() {
          return 2;
        }

        @Override
        public float[] embed(String text) {
          return new float[] {1, 0};
        }
      };

  @Test
  void an_adapter_without_a_scope_answers_everything() {
    AnswerScope scope =
        new TrainedScopes(embedder, ScopePolicy.SCOPED).read(new ServableAdapter("a1", directory));

    assertThat(scope.judge("anything").within()).isTrue();
    assertThat(scope.judge("anything").why()).contains("no scope");
  }

  @Test
  void a_scope_that_cannot_be_read_is_the_adapters_fault() throws IOException {
    ServableAdapter adapter = new ServableAdapter("a1", directory);
    Files.writeString(adapter.scope(), "{\"half");

    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> new TrainedScopes(embedder, ScopePolicy.SCOPED).read(adapter))
        .withMessageContaining("a1")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ServingException.Code.ADAPTER));
  }
}
