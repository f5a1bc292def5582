package dev.nightshift.serving;

import dev.nightshift.model.PromptEncoder;
import dev.nightshift.model.Tokenizer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What must be said to an Ollama server so that it renders the prompt that training rendered: the
 * template it finds by itself leaves out the default system prompt of the model's own one.
 *
 * @param system the default system prompt; empty to say nothing
 * @param template in the server's template language; empty to leave it to the server
 */
public record OllamaPrompt(Optional<String> system, Optional<String> template) {
  private static final int LONGEST_BEGIN = 40;

  /**
   * What makes the server render as the model's own template does. A template that does not write
   * turn after turn is left to the server.
   *
   * @param prompts of the base model's GGUF file
   */
  public static OllamaPrompt of(PromptEncoder prompts) {
    return PromptShape.of(
            turns ->
                prompts.template().render(turns.stream().map(EngineSource::message).toList(), true))
        .map(shape -> of(shape, begin(prompts.tokenizer(), shape)))
        .orElseGet(OllamaPrompt::serversOwn);
  }

  private static OllamaPrompt of(PromptShape shape, String begin) {
    return new OllamaPrompt(shape.defaultSystem(), Optional.of(shape.goTemplate(begin)));
  }

  /** The begin token's text where a prompt opens with it and the server adds it by itself. */
  private static String begin(Tokenizer tokenizer, PromptShape shape) {
    if (!tokenizer.beginsWithBegin() || tokenizer.beginId().isEmpty()) {
      return "";
    }
    int[] begin = {tokenizer.beginId().getAsInt()};
    String opening = shape.systemOpening();
    for (int end = 1; end <= Math.min(LONGEST_BEGIN, opening.length()); end++) {
      if (Arrays.equals(tokenizer.encodeWithSpecials(opening.substring(0, end)), begin)) {
        return opening.substring(0, end);
      }
    }
    return "";
  }

  /** Leaves everything to the server. */
  public static OllamaPrompt serversOwn() {
    return new OllamaPrompt(Optional.empty(), Optional.empty());
  }

  /** Whether the server is told anything. */
  boolean isGiven() {
    return system.isPresent() || template.isPresent();
  }
}
