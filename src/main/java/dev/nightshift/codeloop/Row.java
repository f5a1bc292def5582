package dev.nightshift.codeloop;

/**
 * One input with its ground truth.
 *
 * @param id unique in its task
 * @param input the arguments of a call as a JSON array or object, or what stands on standard input
 * @param expected the value as JSON, or the text that is to be printed
 * @param hidden whether no model may see it
 */
public record Row(String id, String input, String expected, boolean hidden) {
  public Row {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a row needs an id");
    }
  }
}
