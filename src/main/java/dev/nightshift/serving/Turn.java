package dev.nightshift.serving;

/**
 * One turn of a conversation.
 *
 * @param role who speaks
 * @param content the words, never containing trusted template tokens
 */
public record Turn(Role role, String content) {
  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }

  /** A user's turn. */
  public static Turn user(String content) {
    return new Turn(Role.USER, content);
  }

  /** A system turn. */
  public static Turn system(String content) {
    return new Turn(Role.SYSTEM, content);
  }

  /** An assistant's turn. */
  public static Turn assistant(String content) {
    return new Turn(Role.ASSISTANT, content);
  }
}
