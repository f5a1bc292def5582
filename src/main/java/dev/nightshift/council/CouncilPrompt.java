package dev.nightshift.council;

import java.util.List;

/**
 * What a seat is asked.
 *
 * @param system what to do and in which form to reply
 * @param examples cases with replies in the form, told as earlier turns
 * @param user the case
 * @param maxTokens most tokens to reply with
 */
public record CouncilPrompt(String system, List<Example> examples, String user, int maxTokens) {
  public CouncilPrompt {
    examples = List.copyOf(examples);
  }

  /** A prompt without examples. */
  public CouncilPrompt(String system, String user, int maxTokens) {
    this(system, List.of(), user, maxTokens);
  }

  /**
   * A case and a good reply.
   *
   * @param user the case
   * @param reply in the form
   */
  public record Example(String user, String reply) {}
}
