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

  EncodedExample encode(TrainingExample example) {
    List<int[]> wordings = new ArrayList<>();
    List<Integer> promptLengths = new ArrayList<>();
    for (String question : example.questions()) {
      int[] prompt = prompts.encode(List.of(ChatMessage.user(question)), true);
      int[] answer = tokenizer.encodeAfter(prompt, example.answer());
      int[] ids = Arrays.copyOf(prompt, prompt.length + answer.length + 1);
      System.arraycopy(answer, 0, ids, prompt.length, answer.length);
      ids[ids.length - 1] = endOfTurn;
      if (ids.length > maxTokens) {
        throw new TrainingException(
            TrainingException.Code.INPUT,
            "an example has %d tokens, more than max-tokens (%d); its question begins: %s"
                .formatted(
                    ids.length, maxTokens, question.substring(0, Math.min(80, question.length()))));
      }
      wordings.add(ids);
      promptLengths.add(prompt.length);
    }
    return new EncodedExample(wordings, promptLengths, example.kind());
  }
}
