package dev.nightshift.notify;

import dev.nightshift.notify.FakeWebhook.Answer;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A webhook that answers nothing but 429 and 5xx for a while, and what came of it. */
final class Storm {
  private Storm() {}

  /** Refusals as Slack, Discord and the proxies before them give them, seeded. */
  static Supplier<Answer> refusals(long seed) {
    Random random = new Random(seed);
    return () ->
        switch (random.nextInt(6)) {
          case 0 -> Answer.slackLimit(1 + random.nextInt(30));
          case 1 -> Answer.discordLimit(0.3 + 20 * random.nextDouble());
          case 2 -> new Answer(429, "", "{\"retry_after\": 2.5}");
          case 3 -> new Answer(500, "");
          case 4 -> new Answer(502, "");
          default -> new Answer(503, "5");
        };
  }

  /** How often each notification was taken. */
  static Map<String, Long> taken(Iterable<String> ids) {
    return StreamSupport.stream(ids.spliterator(), false)
        .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
  }
}
