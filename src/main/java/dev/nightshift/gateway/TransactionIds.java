package dev.nightshift.gateway;

/** The names under which clients know exchanges. */
final class TransactionIds {
  /** Header with the exchange's id. */
  static final String HEADER = "X-Transaction-Id";

  /** In front of it in the id of a chat completion. */
  static final String CHAT = "chatcmpl-";

  private TransactionIds() {}

  /** The exchange that a client means, who may know it as a chat completion. */
  static String exchangeId(String given) {
    return given.startsWith(CHAT) ? given.substring(CHAT.length()) : given;
  }
}
