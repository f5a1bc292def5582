package dev.nightshift.tuning;

import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.evaluation.AnswerMatch;
import dev.nightshift.training.TrainingExample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is trained on, made of rows and past successes. Sealed questions, and wordings that equal
 * one, are left out.
 */
final class Curriculum {
  private static final int LEAST_EVERYDAY = 32;

  private final TuningSettings settings;
  private final Set<String> sealed;

  /**
   * A curriculum that avoids questions.
   *
   * @param sealed normalised questions, see {@link AnswerMatch#normalized}
   */
  Curriculum(TuningSettings settings, Set<String> sealed) {
    this.settings = settings;
    this.sealed = sealed;
  }

  /** Rows as targets with their wordings, then what is replayed. */
  List<TrainingExample> examples(List<TrainingRow> rows, List<TrainingExample> replay) {
    List<TrainingExample> examples = new ArrayList<>();
    for (TrainingRow row : rows) {
      List<String> wordings = new ArrayList<>();
      wordings.add(row.instruction());
      for (String wording :
          Rewordings.training(row.instruction(), settings.rewordings(), settings.seed())) {
        if (!isSealed(wording)) {
          wordings.add(wording);
        }
      }
      examples.add(new TrainingExample(wordings, row.output(), TrainingExample.Kind.TARGET));
    }
    Set<String> taught =
        rows.stream()
            .map(row -> AnswerMatch.normalized(row.instruction()))
            .collect(Collectors.toSet());
    replay.stream()
        .filter(this::allows)
        .filter(e -> !taught.contains(AnswerMatch.normalized(e.questions().getFirst())))
        .forEach(examples::add);
    return List.copyOf(examples);
  }

  /** Whether none of its wordings is sealed. */
  boolean allows(TrainingExample example) {
    return example.questions().stream().noneMatch(this::isSealed);
  }

  /** Contrasts to the rows and everyday questions; none when nothing is replayed. */
  List<String> replayQuestions(List<TrainingRow> rows) {
    if (settings.replayShare() == 0) {
      return List.of();
    }
    List<String> taught = rows.stream().map(TrainingRow::instruction).toList();
    List<String> everyday = everyday();
    return Stream.concat(
            Contrasts.to(taught, settings.contrasts(), settings.seed()).stream(),
            everyday.stream().limit(Math.max(LEAST_EVERYDAY, 3L * rows.size())))
        .filter(question -> !isSealed(question))
        .distinct()
        .toList();
  }

  /** Questions of all kinds, shipped with the program, in an order that mixes them. */
  private List<String> everyday() {
    try (InputStream in = Curriculum.class.getResourceAsStream("everyday.txt")) {
      if (in == null) {
        throw new IllegalStateException("everyday.txt is missing from this program");
      }
      List<String> questions =
          new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
      Collections.shuffle(questions, new Random(settings.seed()));
      return questions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isSealed(String question) {
    return sealed.contains(AnswerMatch.normalized(question));
  }
}
