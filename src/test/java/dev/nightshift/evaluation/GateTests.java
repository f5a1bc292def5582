package dev.nightshift.evaluation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.exchange.Answer;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.BaseOnlyModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServableAdapter;
import dev.nightshift.serving.ServingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTests {
  private static final ServableAdapter CANDIDATE =
      new ServableAdapter("adapter_new", Path.of("adapter_new"));

  private static final AdapterChoice ACTIVE = new AdapterChoice.Active();

  private final Gate gate = new Gate(GateSettings.defaults());
  private final Knowing model = new Knowing();
  private final List<EvaluationItem> target = items("target", 10);
  private final List<EvaluationItem> regression = items("old", 20);

  private static List<EvaluationItem> items(String prefix, int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> EvaluationItem.keyword(prefix + i, "right"))
        .toList();
  }

  private GateVerdict judge(boolean scoped) {
    return gate.judge(model, CANDIDATE, scoped, ACTIVE, target, regression, result -> {});
  }

  private void knows(Set<String> who, String prefix, int from, int to) {
    IntStream.range(from, to).forEach(i -> who.add(prefix + i));
  }

  @Test
  void a_candidate_that_learned_and_forgot_nothing_is_accepted(@TempDir Path folder)
      throws IOException {
    knows(model.active, "old", 0, 20);
    knows(model.scoped, "old", 0, 20);
    knows(model.scoped, "target", 0, 7);
    knows(model.always, "target", 0, 8);

    GateVerdict verdict = judge(true);

    assertThat(verdict.accepted()).isTrue();
    assertThat(requireNonNull(verdict.target()).won()).hasSize(7);
    assertThat(requireNonNull(verdict.regressionAlwaysOn()).lost()).hasSize(20);
    assertThat(verdict.json()).contains("\"state\" : \"ACCEPTED\"", "target_always_on", "\"won\"");
    GateVerdict alwaysOn = judge(false);
    assertThat(alwaysOn.accepted()).as("always on it forgets everything").isFalse();

    Path file = folder.resolve("evaluation.json");
    assertThat(GateVerdict.rejectedIn(file)).as("never judged").isFalse();
    Files.writeString(file, verdict.json());
    assertThat(GateVerdict.rejectedIn(file)).isFalse();
    Files.writeString(file, alwaysOn.json());
    assertThat(GateVerdict.rejectedIn(file)).isTrue();
  }

  @Test
  void a_loss_of_old_knowledge_is_refused_when_significant_or_large() {
    knows(model.active, "old", 0, 20);
    knows(model.scoped, "target", 0, 7);
    knows(model.scoped, "old", 5, 20);
    assertThat(judge(true).reason()).contains("significant loss");

    knows(model.scoped, "old", 3, 20);
    assertThat(judge(true).reason()).contains("loses 3 of 20");

    knows(model.scoped, "old", 1, 20);
    assertThat(judge(true).accepted()).isTrue();
  }

  @Test
  void without_improvement_or_questions_or_a_usable_candidate_it_is_refused() {
    knows(model.active, "old", 0, 20);
    knows(model.scoped, "old", 0, 20);
    assertThat(judge(true).reason()).contains("no improvement");
    assertThat(gate.judge(model, CANDIDATE, true, ACTIVE, List.of(), regression, r -> {}).reason())
        .contains("sealed target questions");
    assertThat(gate.judge(model, CANDIDATE, true, ACTIVE, target, List.of(), r -> {}).reason())
        .contains("frozen regression questions");
    model.broken = true;
    assertThat(judge(true).reason()).contains("cannot be used");
  }

  @Test
  void what_the_active_adapter_could_not_be_asked_counts_for_nobody() {
    knows(model.active, "old", 0, 20);
    knows(model.active, "target", 0, 5);
    knows(model.scoped, "old", 0, 20);
    knows(model.scoped, "target", 0, 5);
    knows(model.unanswered, "target", 0, 5);
    knows(model.unanswered, "old", 0, 3);

    GateVerdict verdict = judge(true);

    assertThat(verdict.accepted()).as("it wins nothing by a queue").isFalse();
    assertThat(verdict.reason()).contains("no improvement", "8 of 30", "too slow");
    assertThat(requireNonNull(verdict.target()).total()).isEqualTo(5);
    assertThat(requireNonNull(verdict.regression()).total()).isEqualTo(17);

    knows(model.scoped, "target", 5, 8);
    assertThat(judge(true).accepted()).as("the rest is enough to judge by").isTrue();
  }

  @Test
  void a_candidate_is_refused_when_the_active_adapter_could_not_be_asked() {
    knows(model.scoped, "target", 0, 10);
    knows(model.unanswered, "old", 0, 20);

    GateVerdict verdict = judge(true);

    assertThat(verdict.accepted()).isFalse();
    assertThat(verdict.reason()).contains("not measurable", "20 of 30", "too slow");
    assertThat(verdict.target()).isNull();
  }

  /** Answers right what the way of asking knows. */
  private static final class Knowing extends BaseOnlyModel {
    private final Set<String> active = new HashSet<>();
    private final Set<String> scoped = new HashSet<>();
    private final Set<String> always = new HashSet<>();
    private final Set<String> unanswered = new HashSet<>();
    private boolean broken;

    @Override
    public Answer answer(Question question) {
      Set<String> known =
          switch (question.adapter()) {
            case AdapterChoice.Active(), AdapterChoice.Unchecked(var _) -> {
              if (unanswered.contains(question.text())) {
                throw new ServingException(ServingException.Code.TIMEOUT, "too slow");
              }
              yield active;
            }
            case AdapterChoice.Base() -> Set.of();
            case AdapterChoice.Exactly(var _, var inScope) -> {
              if (broken) {
                throw new ServingException(ServingException.Code.ADAPTER, "NaN in blk.0");
              }
              yield inScope ? scoped : always;
            }
          };
      String text = known.contains(question.text()) ? "right" : "wrong";
      return new Answer(text, 0.9, name(), "base", "", Duration.ZERO, 1, 1, List.of());
    }
  }
}
