package dev.nightshift.asking;

import java.util.List;

/**
 * A remembered answer that was judged.
 *
 * @param reply the answer, also one with objections: somebody may correct it
 * @param objections what is wrong with it after the model was asked to repair it; empty when
 *     nothing is
 */
public record VerifiedReply(AskReply reply, List<String> objections) {
  public VerifiedReply {
    objections = List.copyOf(objections);
  }
}
