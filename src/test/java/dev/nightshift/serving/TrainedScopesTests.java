package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.scope.AdapterScope;
import dev.nightshift.scope.ScopeEvidence;
import dev.nightshift.scope.ScopePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  void nobody_is_told_what_others_asked() {
    ServableAdapter adapter = new ServableAdapter("a1", directory);
    List<String> questions = List.of("Is Mona ill?");
    new AdapterScope(
            "fake",
            0.8,
            questions,
            List.of("She is."),
            embedder.embedAll(questions),
            ScopeEvidence.none("test"))
        .write(adapter.scope());

    AnswerScope.Ruling ruling =
        new TrainedScopes(embedder, ScopePolicy.SCOPED).read(adapter).judge("Something else");

    assertThat(ruling.why()).contains("scope of a1").doesNotContain("Mona");
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
