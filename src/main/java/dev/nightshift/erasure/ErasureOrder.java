package dev.nightshift.erasure;

/** What is to be forgotten. */
public sealed interface ErasureOrder {
  /**
   * One exchange with all that was said of it.
   *
   * @param id of the exchange
   */
  record OfExchange(String id) implements ErasureOrder {
    public OfExchange {
      require(id, "an exchange's id");
    }
  }

  /**
   * All that a person asked, with what was said of it, and all that the person said of other
   * answers.
   *
   * @param author the name given with questions and feedback, exactly
   */
  record OfAuthor(String author) implements ErasureOrder {
    public OfAuthor {
      require(author, "an author's name");
    }
  }

  private static void require(String value, String what) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(what + " is needed to know what to forget");
    }
  }

  /** The author who is meant; empty when it is not about one. */
  default String who() {
    return switch (this) {
      case OfExchange _ -> "";
      case OfAuthor(String author) -> author;
    };
  }
}
