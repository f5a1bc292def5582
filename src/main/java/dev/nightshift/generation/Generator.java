package dev.nightshift.generation;

import dev.nightshift.asking.AnswerVerifier;
import dev.nightshift.asking.AskReply;
import dev.nightshift.asking.AskRequest;
import dev.nightshift.asking.VerifiedReply;
import dev.nightshift.generation.GenerationException.Code;
import dev.nightshift.serving.GenerationOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks configured models, greedily; every answer is remembered. Thread-safe. */
public final class Generator {
  private final ServedModels models;
  private final Duration timeout;

  /**
   * Asks these models.
   *
   * @param timeout of one answer, a repair included, when nobody wants it shorter
   */
  public Generator(ServedModels models, Duration timeout) {
    this.models = models;
    this.timeout = timeout;
  }

  /** The time of one answer when nobody wants it shorter. */
  public Duration timeout() {
    return timeout;
  }

  /**
   * One answer: text, or a value that is valid against the model's schema.
   *
   * @throws GenerationException UNKNOWN_MODEL, NOT_LOADED; INVALID_ANSWER when the value breaks the
   *     schema also after the model was told what is wrong: it is remembered then as a failure
   * @throws dev.nightshift.serving.ServingException when there is no answer
   * @throws dev.nightshift.memory.MemoryException when the answer cannot be remembered
   */
  public GeneratedAnswer generate(String id, Prompt prompt) {
    ServedModel model = models.get(id);
    return generate(model, model.schema().orElse(null), id, prompt);
  }

  /**
   * The same by a schema that need not be the model's own.
   *
   * @param schema null for text
   * @param profile under which corrections of structured answers are kept
   */
  GeneratedAnswer generate(
      ServedModel model, @Nullable AnswerSchema schema, String profile, Prompt prompt) {
    GenerationOptions options =
        new GenerationOptions(prompt.maxTokens(), 0, 1, 0, List.of(), prompt.timeout())
            .constrained(schema == null ? null : schema.constraint());
    AskRequest request =
        new AskRequest(
            model.turns(prompt.text()),
            options,
            prompt.author(),
            schema == null ? "" : profile,
            prompt.listener());
    VerifiedReply verified =
        model.asking().ask(request, schema == null ? AnswerVerifier.NONE : schema.verifier());
    AskReply reply = verified.reply();
    String text = reply.answer().text();
    if (schema == null) {
      return new GeneratedAnswer(reply.id(), text, null, reply.corrections());
    }
    if (!verified.objections().isEmpty()) {
      throw new GenerationException(
          Code.INVALID_ANSWER,
          "the answer of "
              + model.id()
              + " breaks its schema, also after it was told so; it is recorded as a failure",
          reply.id(),
          schema.violations(text));
    }
    return new GeneratedAnswer(reply.id(), text, schema.read(text), reply.corrections());
  }
}
