package dev.nightshift.council;

/** What a seat is asked to do; instructions short enough for a model of 135M parameters. */
public enum Role {
  /** Works the question out from the start. */
  ANALYST("Think about what the question asks. Then answer it correctly."),
  /** Starts from what was wrong. */
  CORRECTOR("The given answer was wrong. Say what is wrong with it. Then write the right answer."),
  /** Checks against what is known. */
  VERIFIER("Check each part of the given answer. Then write an answer that is surely true.");

  private final String instruction;

  Role(String instruction) {
    this.instruction = instruction;
  }

  /** What the seat is told to do. */
  public String instruction() {
    return instruction;
  }
}
