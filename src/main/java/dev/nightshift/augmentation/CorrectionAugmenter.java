package dev.nightshift.augmentation;

import dev.nightshift.embedding.Embedder;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.Match;
import dev.nightshift.quarantine.Screen;
import dev.nightshift.serving.Informed;
import dev.nightshift.serving.LanguageModel;
import dev.nightshift.serving.Question;
import dev.nightshift.serving.Turn;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;

/**
 * Finds corrections in the memory. One that has been recorded is used by the very next question.
 */
public final class CorrectionAugmenter implements Augmenter {
  /** How many are looked at to see whether there is any. */
  private static final int FIRST = 20;

  /**
   * How many are looked at if there is: some are not fit to be shown, and a question that is asked
   * often stands there often.
   */
  private static final int MOST = 200;

  /** What a chat template puts around a turn, rather too many. */
  private static final long TOKENS_AROUND_A_TURN = 8;

  private final ExchangeMemory memory;
  private final AugmentationSettings settings;
  private final InstantSource clock;
  private final CorrectionChoice choice;

  /**
   * Finds corrections in a memory.
   *
   * @param embedder the memory's
   * @param screen which of them may be told
   */
  public CorrectionAugmenter(
      ExchangeMemory memory,
      Embedder embedder,
      Screen screen,
      AugmentationSettings settings,
      InstantSource clock) {
    this.memory = memory;
    this.settings = settings;
    this.clock = clock;
    this.choice = new CorrectionChoice(settings, embedder, screen);
  }

  @Override
  public AugmentedQuestion augment(Question question, String profile, LanguageModel model) {
    PromptForm form = settings.formOf(model.name());
    if (form == PromptForm.OFF) {
      return AugmentedQuestion.plain(question);
    }
    String asked = question.text();
    List<Match> first = memory.corrected(asked, FIRST);
    boolean all = first.size() < FIRST;
    boolean foreign = of(profile, first).isEmpty();
    if ((all || !foreign) && !choice.isNear(asked, of(profile, first))) {
      return AugmentedQuestion.plain(question);
    }
    List<Match> matches = all ? first : memory.corrected(asked, MOST);
    if (foreign && !choice.isNear(asked, of(profile, matches))) {
      return AugmentedQuestion.plain(question);
    }
    List<Match> before = memory.similar(asked, MOST);
    List<UsedCorrection> used =
        choice.of(
            asked,
            of(profile, matches),
            of(profile, before),
            clock.instant(),
            told -> TokenEstimate.of(CorrectionPrompt.told(form, told), model));
    if (used.isEmpty()) {
      return AugmentedQuestion.plain(question);
    }
    Informed informed =
        new Informed(
            CorrectionPrompt.of(form, question.turns(), used),
            used.stream().map(UsedCorrection::answer).toList());
    if (fits(question.turns(), question, model) && !fits(informed.turns(), question, model)) {
      return AugmentedQuestion.plain(question);
    }
    return new AugmentedQuestion(question.informedBy(informed), used);
  }

  /** An object is no example for a sentence, nor for an object of another schema. */
  private static List<Match> of(String profile, List<Match> matches) {
    return matches.stream()
        .filter(match -> match.remembered().exchange().context().profile().equals(profile))
        .toList();
  }

  /** Whether the longest answer has room after these turns, as far as the model can say. */
  private static boolean fits(List<Turn> turns, Question question, LanguageModel model) {
    OptionalInt context = model.contextTokens();
    return context.isEmpty()
        || tokens(turns, model) + question.options().maxTokens() <= context.getAsInt();
  }

  private static long tokens(List<Turn> turns, LanguageModel model) {
    return turns.stream()
        .mapToLong(turn -> TOKENS_AROUND_A_TURN + TokenEstimate.of(turn.content(), model))
        .sum();
  }
}
