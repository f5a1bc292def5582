package dev.nightshift.training;

import dev.nightshift.model.ChatMessage;
import dev.nightshift.model.PromptEncoder;
import dev.nightshift.model.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns examples into token ids, with the very prompt that serving uses: the model's chat template
 * with the question as the user's turn, then the answer and the token that ends a turn.
 */
final class ExampleEncoder {
  /** Characters of a question that tell it from others. */
  private static final int BEGINNING = 80;

  private final PromptEncoder prompts;
  private final Tokenizer tokenizer;
  private final int endOfTurn;
  private final int maxTokens;

  ExampleEncoder(PromptEncoder prompts, int maxTokens) {
    this.prompts = prompts;
    this.tokenizer = prompts.tokenizer();
    this.endOfTurn = endOfTurn(prompts);
    this.maxTokens = maxTokens;
  }

  /** The token with which the template ends an assistant's turn. */
  private static int endOfTurn(PromptEncoder prompts) {
    int[] turns = prompts.encode(List.of(ChatMessage.user("a"), ChatMessage.assistant("b")), false);
    for (int i = turns.length - 1; i >= 0; i--) {
      if (prompts.tokenizer().eosIds().contains(turns[i])) {
        return turns[i];
      }
    }
    throw new TrainingException(
        TrainingException.Code.MODEL,
        "the model's chat template does not end an answer with an end token, so an answer's end"
            + " cannot be taught");
  }

  /**
   * Examples as tokens.
   *
   * @param examples those that fit, with the wordings that fit
   * @param leftOut the beginnings of the questions of those that do not fit in any wording
   */
  record Encoded(List<EncodedExample> examples, List<String> leftOut) {
    Encoded {
      examples = List.copyOf(examples);
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * Encodes examples; wordings that are too long are left out, and so is an example without any
   * other.
   *
   * @throws TrainingException INPUT when nothing, or nothing new to learn, is short enough
   */
  Encoded encode(List<TrainingExample> examples) {
    List<EncodedExample> encoded = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (TrainingExample example : examples) {
      EncodedExample fitting = encode(example);
      if (fitting.wordings().isEmpty()) {
        leftOut.add(beginning(example.questions().getFirst()));
      } else {
        encoded.add(fitting);
      }
    }
    boolean targets = examples.stream().anyMatch(e -> e.kind() == TrainingExample.Kind.TARGET);
    if (encoded.stream().noneMatch(e -> !targets || e.kind() == TrainingExample.Kind.TARGET)) {
      throw new TrainingException(
          TrainingException.Code.INPUT,
          "all that is to be learned has more than %d tokens (max-tokens or the model's context):"
                  .formatted(maxTokens)
              + " make the answers shorter or max-tokens larger; a question begins: "
              + leftOut.getFirst());
    }
    return new Encoded(encoded, leftOut);
  }

  /** The wordings that are short enough; there may be none. */
  private EncodedExample encode(TrainingExample example) {
    List<int[]> wordings = new ArrayList<>();
    List<Integer> promptLengths = new ArrayList<>();
    for (String question : example.questions()) {
      int[] prompt = prompts.encode(List.of(ChatMessage.user(question)), true);
      int[] answer = tokenizer.encodeAfter(prompt, example.answer());
      int[] ids = Arrays.copyOf(prompt, prompt.length + answer.length + 1);
      System.arraycopy(answer, 0, ids, prompt.length, answer.length);
      ids[ids.length - 1] = endOfTurn;
      if (ids.length <= maxTokens) {
        wordings.add(ids);
        promptLengths.add(prompt.length);
      }
    }
    return new EncodedExample(wordings, promptLengths, example.kind());
  }

  private static String beginning(String question) {
    return question.codePointCount(0, question.length()) <= BEGINNING
        ? question
        : question.substring(0, question.offsetByCodePoints(0, BEGINNING)) + "…";
  }
}
