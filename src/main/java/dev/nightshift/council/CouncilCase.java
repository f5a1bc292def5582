package dev.nightshift.council;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failed answer to rewrite.
 *
 * @param question what was asked
 * @param badAnswer what was answered
 * @param correction a person's better answer, if there is one
 * @param past what persons said on questions like this one, most alike first
 */
public record CouncilCase(
    String question,
    String badAnswer,
    @Nullable PersonsCorrection correction,
    List<PastCorrection> past) {
  public CouncilCase {
    past = List.copyOf(past);
  }
}
