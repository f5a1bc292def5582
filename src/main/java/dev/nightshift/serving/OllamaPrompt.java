package dev.nightshift.serving;

import dev.nightshift.model.ControlTexts;
import dev.nightshift.model.PromptEncoder;
import dev.nightshift.model.Tokenizer;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What must be said to an Ollama server so that it renders the prompt that training rendered: the
 * template it finds by itself leaves out the default system prompt of the model's own one.
 *
 * @param system the default system prompt; empty to say nothing
 * @param template in the server's template language; empty to leave it to the server
 * @param controls what must not stand in anyone's words, because the server would take it for the
 *     model's own control tokens
 */
public record OllamaPrompt(
    Optional<String> system, Optional<String> template, ControlTexts controls) {
  /** Visible, and kept by every tokenizer's normalisation. */
  private static final String BREAKER = " ";

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
        .map(shape -> of(shape, prompts.tokenizer()))
        .orElseGet(
            () ->
                new OllamaPrompt(
                    Optional.empty(), Optional.empty(), ControlTexts.of(prompts.tokenizer())));
  }

  /** Nothing, for a model of which nothing is known here; the usual control tokens are broken. */
  static OllamaPrompt none() {
    return new OllamaPrompt(Optional.empty(), Optional.empty(), ControlTexts.usual());
  }

  private static OllamaPrompt of(PromptShape shape, Tokenizer tokenizer) {
    return new OllamaPrompt(
        shape.defaultSystem(),
        Optional.of(shape.goTemplate(begin(tokenizer, shape))),
        ControlTexts.of(tokenizer));
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

  /** Words as they may be sent: whatever they hold, they open no turn and end none. */
  String safe(String words) {
    return controls.broken(words, BREAKER);
  }

  /** Says it in a request for {@code /api/create}; a template of ours replaces a built-in one. */
  void into(ObjectNode create) {
    system.ifPresent(words -> create.put("system", words));
    template.ifPresent(words -> create.put("template", words).remove("renderer"));
  }

  /** Whether the server is told anything. */
  boolean isGiven() {
    return system.isPresent() || template.isPresent();
  }
}
