package dev.nightshift.augmentation;

/** How a model is told what people corrected. Which one helps differs from model to model. */
public enum PromptForm {
  /** It is not told. */
  OFF,
  /** As earlier turns: each question with its corrected answer as the assistant's. */
  TURN,
  /** As facts in the system's turn. */
  SYSTEM,
  /** As information above the question, in the user's turn. */
  INFORMATION,
  /** As earlier turns, and the answers once more as information above the question. */
  TURN_AND_INFORMATION
}
