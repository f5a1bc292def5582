package dev.nightshift.tuning;

import dev.nightshift.exchange.Answer;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.serving.AdapterChoice;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.ServingException;
import dev.nightshift.training.TrainingExample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the base says to questions, in its own words, for training it to go on saying so. Kept in a
 * file, one for each base, because it says the same every night.
 */
public final class BaseAnswers {
  private static final Logger log = LoggerFactory.getLogger(BaseAnswers.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int TOGETHER = 16;
  private static final int MAX_TOKENS = 32;

  /** A first sentence; what is cut off before its end teaches nothing but to stop there. */
  private static final Pattern SENTENCE =
      Pattern.compile("\\s*(\\S.{3,200}?[.!?])(?=\\s|$).*", Pattern.DOTALL);

  private record Said(String question, String answer) {}

  private final Path file;

  /** Answers kept in that file; it is made when there is something to keep. */
  public BaseAnswers(Path file) {
    this.file = file;
  }

  /**
   * The questions as examples with the base's answers; those that it answers with no whole sentence
   * are left out.
   *
   * @param asked told how many questions are done
   * @throws ServingException when the model is away
   */
  public List<TrainingExample> examples(
      List<String> questions, LanguageModel model, IntConsumer asked) {
    Map<String, String> known = read();
    List<String> unknown = questions.stream().filter(q -> !known.containsKey(q)).toList();
    asked.accept(questions.size() - unknown.size());
    for (int from = 0; from < unknown.size(); from += TOGETHER) {
      List<String> part = unknown.subList(from, Math.min(unknown.size(), from + TOGETHER));
      List<Answer> answers =
          model.answerAll(
              part.stream()
                  .map(q -> Question.unhurried(q, MAX_TOKENS).with(new AdapterChoice.Base()))
                  .toList(),
              done -> {});
      for (int i = 0; i < part.size(); i++) {
        known.put(part.get(i), sentence(answers.get(i).text()).orElse(""));
      }
      write(known);
      asked.accept(questions.size() - unknown.size() + from + part.size());
    }
    List<TrainingExample> examples = new ArrayList<>();
    for (String question : questions) {
      String answer = known.getOrDefault(question, "");
      if (!answer.isEmpty()) {
        examples.add(new TrainingExample(List.of(question), answer, TrainingExample.Kind.REPLAY));
      }
    }
    return List.copyOf(examples);
  }

  static Optional<String> sentence(String reply) {
    Matcher matcher = SENTENCE.matcher(reply);
    return matcher.matches() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
  }

  private Map<String, String> read() {
    Map<String, String> known = new LinkedHashMap<>();
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file)) {
          Said said = JSON.readValue(line, Said.class);
          known.put(said.question(), said.answer());
        }
      } catch (IOException | JacksonException e) {
        log.warn("{} cannot be read ({}); the base is asked again", file, e.getMessage());
        known.clear();
      }
    }
    return known;
  }

  private void write(Map<String, String> known) {
    StringBuilder text = new StringBuilder();
    known.forEach((q, a) -> text.append(JSON.writeValueAsString(new Said(q, a))).append('\n'));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
