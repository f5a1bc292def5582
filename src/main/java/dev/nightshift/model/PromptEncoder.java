package dev.nightshift.model;

import dev.nightshift.gguf.GgufFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A conversation as tokens, the same in training and in serving.
 *
 * <p>Control tokens come from the template alone. Where a message's content holds the text of one,
 * a private-use character that no message contains is put inside it, the template is rendered, the
 * text is cut at the control tokens that are left, and the private-use characters are taken out
 * again. All other text is encoded together with the template's text around it, so the tokens are
 * those that the plain prompt would give.
 *
 * <p>May be used by several threads.
 */
public final class PromptEncoder {
  private final Tokenizer tokenizer;
  private final ChatTemplate template;
  private final ControlTexts controls;

  public PromptEncoder(Tokenizer tokenizer, ChatTemplate template) {
    this.tokenizer = tokenizer;
    this.template = template;
    this.controls = ControlTexts.of(tokenizer);
  }

  /** With the tokenizer and template of {@code file}. */
  public static PromptEncoder of(GgufFile file) {
    return new PromptEncoder(Tokenizer.of(file), ChatTemplate.of(file));
  }

  /** The tokenizer that is used. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** The template that is used. */
  public ChatTemplate template() {
    return template;
  }

  /**
   * The tokens of a conversation; the model's begin token stands in front when the model wants it
   * and the template did not write it.
   *
   * @param addGenerationPrompt whether the answer's opening follows
   * @throws ModelException {@code TEMPLATE} when the template refuses the conversation
   */
  public int[] encode(List<ChatMessage> messages, boolean addGenerationPrompt) {
    char guard = guard(messages);
    List<ChatMessage> guarded = new ArrayList<>();
    for (ChatMessage message : messages) {
      guarded.add(
          new ChatMessage(
              message.role(), controls.broken(message.content(), String.valueOf(guard))));
    }
    int[] ids = tokenizer.encodeGuarded(template.render(guarded, addGenerationPrompt), guard);
    int begin = tokenizer.beginsWithBegin() ? tokenizer.beginId().orElseThrow() : -1;
    if (begin < 0 || (ids.length > 0 && ids[0] == begin)) {
      return ids;
    }
    return IntStream.concat(IntStream.of(begin), IntStream.of(ids)).toArray();
  }

  /** A private-use character that stands nowhere in the messages. */
  private static char guard(List<ChatMessage> messages) {
    for (char candidate = '\uE000'; candidate <= '\uF8FF'; candidate++) {
      char wanted = candidate;
      if (messages.stream().noneMatch(message -> message.content().indexOf(wanted) >= 0)) {
        return candidate;
      }
    }
    throw new ModelException(
        ModelException.Code.TEMPLATE, "the messages use all 6400 private-use characters");
  }
}
