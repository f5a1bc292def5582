package dev.nightshift.memory;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings into the index what has been acknowledged. What Lucene refuses for what it is, and not for
 * the disk's sake, is left out alone: it would be refused for ever, and all others with it.
 */
final class FrameCommit {
  private static final Logger log = LoggerFactory.getLogger(FrameCommit.class);

  private FrameCommit() {}

  /**
   * Commits all writes.
   *
   * @param through number of the last frame that is in the index then
   * @throws MemoryException when it cannot be written; nothing is left out then
   */
  static void commit(MemoryIndex index, List<Write> writes, long through) {
    try {
      tell(index.commit(writes, through));
    } catch (IllegalArgumentException e) {
      log.warn("the index refuses something; each is tried alone", e);
      writes.forEach(write -> alone(index, write));
      index.commit(List.of(), through);
    }
  }

  private static void alone(MemoryIndex index, Write write) {
    try {
      tell(index.commit(List.of(write)));
    } catch (IllegalArgumentException e) {
      log.error("left out of the memory, because the index cannot hold it: {}", ids(write), e);
    }
  }

  private static List<String> ids(Write write) {
    return switch (write) {
      case Write.Exchanges(List<Exchange> exchanges, var _) ->
          exchanges.stream().map(Exchange::id).toList();
      case Write.Said(List<Feedback> feedback) -> feedback.stream().map(Feedback::id).toList();
      case Write.Vectors(List<String> ids, var _) -> ids;
      case Write.Erasure(Set<String> exchanges, var _) -> List.copyOf(exchanges);
    };
  }

  private static void tell(List<Optional<MemoryException>> refusals) {
    refusals.forEach(
        refused ->
            refused.ifPresent(
                reason -> log.warn("left out of the memory: {}", reason.getMessage())));
  }
}
