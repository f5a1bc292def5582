package dev.nightshift.generation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamReadException;

/** The field that an object of JSON has twice, as a reader tells that looks for such. */
public final class RepeatedName {
  /** Jackson has no type of its own for it. */
  private static final String WORDS = "Duplicate Object property";

  private RepeatedName() {}

  /** Where it is, as a JSON pointer without its first slash; empty when something else is wrong. */
  public static Optional<String> in(StreamReadException e) {
    @Nullable JsonParser parser = e.processor(); // none in an exception that travelled as bytes
    return parser != null && e.getOriginalMessage().startsWith(WORDS)
        ? Optional.of(parser.streamReadContext().pathAsPointer().toString().substring(1))
        : Optional.empty();
  }
}
