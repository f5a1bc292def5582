package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Something to be written; all of it or, when refused, none. */
sealed interface Write {
  /** One exchange, with the vector of its question if that is there. */
  static Write of(Exchange exchange, float @Nullable [] vector) {
    return new Exchanges(List.of(exchange), Collections.singletonList(vector));
  }

  /**
   * Exchanges, with the vector of each question.
   *
   * @param exchanges what happened
   * @param vectors one for each exchange, unit length; null where it will be made later
   */
  record Exchanges(List<Exchange> exchanges, List<? extends float @Nullable []> vectors)
      implements Write {
    public Exchanges {
      if (exchanges.size() != vectors.size()) {
        throw new IllegalArgumentException("each exchange needs one vector");
      }
    }
  }

  /**
   * Vectors for the questions of exchanges that are in the index already, without one or with that
   * of another embedder.
   *
   * @param ids of exchanges; unknown ones are left out
   * @param vectors one for each exchange, unit length
   */
  record Vectors(List<String> ids, List<float[]> vectors) implements Write {
    public Vectors {
      ids = List.copyOf(ids);
      if (ids.size() != vectors.size()) {
        throw new IllegalArgumentException("each exchange needs one vector");
      }
    }
  }

  /**
   * Feedback.
   *
   * @param feedback what was said
   */
  record Said(List<Feedback> feedback) implements Write {
    public Said {
      feedback = List.copyOf(feedback);
    }
  }

  /**
   * What is to be gone, whoever knows of it; unknown ids are fine.
   *
   * @param exchanges ids of exchanges, which go with all that was said of them
   * @param feedback ids of single things said of exchanges that stay, and of those exchanges
   */
  record Erasure(Set<String> exchanges, Map<String, String> feedback) implements Write {
    /** Of ids alone: what is to be gone stands in no log. */
    static Erasure of(Set<String> exchanges, List<Feedback> feedback) {
      return new Erasure(
          exchanges,
          feedback.stream()
              .collect(Collectors.toMap(Feedback::id, Feedback::exchangeId, (one, again) -> one)));
    }

    public Erasure {
      exchanges = Set.copyOf(exchanges);
      feedback = Map.copyOf(feedback);
    }

    boolean isEmpty() {
      return exchanges.isEmpty() && feedback.isEmpty();
    }
  }
}
