package dev.nightshift.console;

import dev.nightshift.adapter.AdapterVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * An adapter as it is listed.
 *
 * @param name its version
 * @param shortName the digest alone, which people tell adapters apart by
 * @param trained when, empty when it is not known
 * @param loss of the last epoch, empty when it is not known
 * @param gate what the gate said, empty when it was not asked
 * @param tone of that
 * @param from what it continued, empty for the base
 */
record AdapterView(
    String name,
    String shortName,
    String trained,
    String size,
    int rows,
    String loss,
    String gate,
    String tone,
    String from,
    boolean current,
    boolean latest,
    boolean tainted) {

  /** What an adapter is called where there is little room. */
  static String shortName(String version) {
    return version.startsWith("adapter_")
        ? version.substring(version.lastIndexOf('_') + 1)
        : version;
  }

  static AdapterView of(
      AdapterVersion version, String current, String latest, List<String> tainted, Shown shown) {
    JsonNode made = JsonText.in(version.provenance()).orElse(MissingNode.getInstance());
    JsonNode judged =
        JsonText.in(version.directory().resolve("evaluation.json"))
            .orElse(MissingNode.getInstance());
    List<Double> losses = JsonText.numbers(made.path("loss_curve"));
    String trained = made.path("trained_at").asString("");
    String state = judged.path("state").asString("");
    return new AdapterView(
        version.name(),
        shortName(version.name()),
        trained.isEmpty() ? "" : shown.time(Instant.parse(trained)),
        Shown.size(size(version)),
        made.path("rows").asInt(0),
        losses.isEmpty() ? "" : String.format(Locale.ROOT, "%.3f", losses.getLast()),
        judged.path("reason").asString(""),
        switch (state) {
          case "ACCEPTED" -> "good";
          case "REJECTED" -> "bad";
          default -> "plain";
        },
        made.path("continued_from").path("name").asString(""),
        version.name().equals(current),
        version.name().equals(latest),
        tainted.contains(version.name()));
  }

  private static long size(AdapterVersion version) {
    try {
      return Files.size(version.gguf());
    } catch (IOException e) {
      return 0;
    }
  }
}
