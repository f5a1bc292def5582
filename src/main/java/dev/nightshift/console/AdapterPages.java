package dev.nightshift.console;

import dev.nightshift.access.AccessScope;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.adapter.Taints;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.gateway.Needs;
import dev.nightshift.rollout.PastRollout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The adapters: where each came from, what it won and lost, and what became of it. */
@Controller
@Needs(AccessScope.OPERATE)
final class AdapterPages {
  private static final int ROLLOUTS = 50;
  private static final List<String> FACTS =
      List.of(
          "run",
          "base_model",
          "base_sha256",
          "adapter_sha256",
          "template_sha256",
          "replay",
          "steps",
          "stop_reason",
          "examples_sha256");

  private final ConsoleParts parts;

  AdapterPages(ConsoleParts parts) {
    this.parts = parts;
  }

  /** An attempt to change what answers. */
  record Rollout(
      String kind,
      String adapter,
      String adapterName,
      String previousName,
      String state,
      String tone,
      String reason,
      String started,
      String took,
      String detection,
      String recovery) {}

  /**
   * Questions with known answers, asked of an adapter and of what was active before.
   *
   * @param won those that only the adapter had right
   * @param lost those that only the other one had right
   */
  record Comparison(
      String name, int total, int before, int after, List<String> won, List<String> lost) {}

  /** A row that an adapter was taught. */
  record Row(String question, String answer, String source, String exchange) {}

  /** A node that shares the database. */
  record Node(
      String name, String url, String adapterName, boolean live, String heard, String note) {}

  private Node node(NodeShown node) {
    return new Node(
        node.name(),
        node.url(),
        AdapterView.shortName(node.adapter()),
        node.live(),
        node.heard() == null ? "" : parts.shown().time(node.heard()),
        node.note());
  }

  @GetMapping("/console/adapters")
  String adapters(Model model) {
    String current = parts.adapters().current().name();
    String latest = parts.adapters().latest().map(AdapterVersion::name).orElse("");
    List<String> tainted = tainted();
    model.addAttribute(
        "adapters",
        parts.adapters().versions().reversed().stream()
            .map(one -> AdapterView.of(one, current, latest, tainted, parts.shown()))
            .toList());
    model.addAttribute("current", AdapterView.shortName(current));
    model.addAttribute("onBase", current.equals(AdapterVersion.BASE));
    model.addAttribute(
        "rollouts", parts.rollouts().recent(ROLLOUTS).stream().map(this::rollout).toList());
    model.addAttribute("nodes", parts.nodes().get().stream().map(this::node).toList());
    return "adapters";
  }

  private List<String> tainted() {
    Taints taints = parts.adapters().taints();
    return parts.adapters().versions().stream()
        .filter(version -> taints.of(version).isPresent())
        .map(AdapterVersion::name)
        .toList();
  }

  private Rollout rollout(PastRollout past) {
    return new Rollout(
        switch (past.kind()) {
          case DEPLOY -> "deployment";
          case ROLLBACK -> "rollback";
          case DRILL -> "drill";
        },
        past.adapter(),
        AdapterView.shortName(past.adapter()),
        AdapterView.shortName(past.previous()),
        switch (past.state()) {
          case PROBATION -> "on probation";
          case ACTIVE -> "live";
          case REJECTED -> "rejected";
          case ROLLED_BACK -> "taken back";
          case NOTHING_TO_DO -> "nothing to do";
        },
        switch (past.state()) {
          case ACTIVE -> "good";
          case REJECTED, ROLLED_BACK -> "bad";
          case PROBATION, NOTHING_TO_DO -> "plain";
        },
        past.reason(),
        parts.shown().time(past.startedAt()),
        past.finishedAt() == null
            ? ""
            : Shown.span(Duration.between(past.startedAt(), past.finishedAt())),
        span(past.detectionMs()),
        span(past.recoveryMs()));
  }

  private static String span(@Nullable Long millis) {
    return millis == null ? "" : Shown.span(Duration.ofMillis(millis));
  }

  @GetMapping("/console/adapters/{name}")
  String adapter(@PathVariable String name, Model model) {
    AdapterVersion version =
        parts
            .adapters()
            .find(name)
            .filter(found -> !found.isBase())
            .orElseThrow(
                () ->
                    new ConsoleException(
                        ConsoleException.Code.UNKNOWN, "There is no adapter " + name + "."));
    JsonNode made = JsonText.in(version.provenance()).orElse(MissingNode.getInstance());
    model.addAttribute(
        "adapter",
        AdapterView.of(
            version,
            parts.adapters().current().name(),
            parts.adapters().latest().map(AdapterVersion::name).orElse(""),
            tainted(),
            parts.shown()));
    model.addAttribute("facts", facts(made));
    model.addAttribute(
        "losses", NightPages.losses(version.directory().resolve("training_report.json")));
    model.addAttribute("comparisons", comparisons(version.directory()));
    model.addAttribute("rows", rows(made));
    model.addAttribute(
        "rollouts",
        parts.rollouts().recent(ROLLOUTS * 10).stream()
            .filter(past -> past.adapter().equals(version.name()))
            .map(this::rollout)
            .toList());
    return "adapter";
  }

  private static Map<String, String> facts(JsonNode made) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (String name : FACTS) {
      String value = made.path(name).asString("");
      if (!value.isEmpty()) {
        facts.put(name.replace('_', ' ').replace("sha256", "SHA-256"), value);
      }
    }
    JsonNode options = made.path("options");
    if (options.isObject()) {
      facts.put("options", options.toString());
    }
    double seconds = made.path("seconds").asDouble(0);
    if (seconds > 0) {
      facts.put("time", Shown.span(Duration.ofMillis(Math.round(seconds * 1000))));
      facts.put("peak memory", Shown.size(made.path("peak_memory_bytes").asLong(0)));
    }
    return facts;
  }

  private static List<Comparison> comparisons(Path directory) {
    JsonNode judged =
        JsonText.in(directory.resolve("evaluation.json")).orElse(MissingNode.getInstance());
    Map<String, String> names = new LinkedHashMap<>();
    names.put("target", "To be learned, as served");
    names.put("regression", "To be kept, as served");
    names.put("target_always_on", "To be learned, adapter always on");
    names.put("regression_always_on", "To be kept, adapter always on");
    List<Comparison> comparisons = new ArrayList<>();
    names.forEach(
        (key, name) -> {
          JsonNode table = judged.path(key);
          if (table.isObject()) {
            comparisons.add(
                new Comparison(
                    name,
                    table.path("total").asInt(0),
                    table.path("active").asInt(0),
                    table.path("candidate").asInt(0),
                    JsonText.texts(table.path("won")),
                    JsonText.texts(table.path("lost"))));
          }
        });
    return comparisons;
  }

  private List<Row> rows(JsonNode made) {
    Set<String> ids = Set.copyOf(JsonText.texts(made.path("row_ids")));
    return parts.rows().everyone().stream()
        .filter(row -> ids.contains(row.id()))
        .map(AdapterPages::row)
        .toList();
  }

  private static Row row(TrainingRow row) {
    return new Row(
        row.instruction(),
        row.output(),
        row.source().name().toLowerCase(Locale.ROOT),
        row.exchangeIds().isEmpty() ? "" : row.exchangeIds().getFirst());
  }
}
