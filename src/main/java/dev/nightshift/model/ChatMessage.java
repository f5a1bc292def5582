package dev.nightshift.model;

import java.util.Locale;

/**
 * One message of a conversation.
 *
 * @param role who says it
 * @param content what is said; never read as template or as special tokens
 */
public record ChatMessage(Role role, String content) {
  /** Who says a message. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT;

    /** The name that chat templates use. */
    public String templateName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static ChatMessage system(String content) {
    return new ChatMessage(Role.SYSTEM, content);
  }

  public static ChatMessage user(String content) {
    return new ChatMessage(Role.USER, content);
  }

  public static ChatMessage assistant(String content) {
    return new ChatMessage(Role.ASSISTANT, content);
  }
}
