package dev.nightshift.doctor;

import dev.nightshift.memory.MemoryException;
import dev.nightshift.memory.MemorySharing.Node;
import dev.nightshift.memory.MemorySharing.Overview;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Looks at the log that memories share, and at who follows it. */
public final class SharedLogCheck {
  private static final Duration AWAY = Duration.ofDays(1);

  private SharedLogCheck() {}

  /**
   * The check.
   *
   * @param shared whether this memory shares its log
   * @param overview reads who does
   */
  public static Check of(boolean shared, Supplier<Overview> overview, InstantSource clock) {
    return new Check(
        "memory log",
        "A node that is away for long keeps the log long, and what is erased in its files.",
        () -> {
          if (!shared) {
            return Verdict.skipped("this memory has a log of its own");
          }
          Overview seen;
          try {
            seen = overview.get();
          } catch (MemoryException e) {
            return Verdict.fail(
                String.valueOf(e.getMessage()),
                "see the check of the database; until it answers nothing can be recorded");
          }
          return verdict(seen, clock);
        });
  }

  private static Verdict verdict(Overview seen, InstantSource clock) {
    List<String> away =
        seen.nodes().stream()
            .filter(node -> node.heard().isBefore(clock.instant().minus(AWAY)))
            .map(Node::node)
            .toList();
    List<String> owing = seen.nodes().stream().filter(Node::erasuresOpen).map(Node::node).toList();
    if (!away.isEmpty()) {
      return Verdict.warn(
          "not heard of for a day: "
              + String.join(", ", away)
              + (owing.isEmpty() ? "" : "; erased things may be left at " + owing),
          "start them, or, if they are no more, pipeline memory forget NODE, and destroy their"
              + " files");
    }
    return Verdict.ok(
        "%d nodes follow it, its newest frame is %d, it holds %.1f MB%s"
            .formatted(
                seen.nodes().size(),
                seen.last(),
                seen.bytes() / 1e6,
                owing.isEmpty() ? "" : "; erased things are still being taken out at " + owing));
  }
}
