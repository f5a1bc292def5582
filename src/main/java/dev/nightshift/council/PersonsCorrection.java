package dev.nightshift.council;

/**
 * A person's correction of the very answer before the council: a seat whose vote decides.
 *
 * @param text the better answer
 * @param author who gave it
 */
public record PersonsCorrection(String text, String author) {
  public PersonsCorrection {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a correction must say something");
    }
  }
}
