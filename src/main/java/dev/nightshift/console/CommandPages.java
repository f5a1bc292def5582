package dev.nightshift.console;

import dev.nightshift.access.AccessScope;
import dev.nightshift.gateway.Needs;
import dev.nightshift.gateway.RunningOperation;
import dev.nightshift.gateway.RunningOperations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Buttons that start commands: each asks whether that is meant, and then tells how it gets on. */
@Controller
@Needs(AccessScope.OPERATE)
final class CommandPages {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LINES = 40;
  private static final String MILLIS = "_ms";

  private final RunningOperations operations;

  CommandPages(RunningOperations operations) {
    this.operations = operations;
  }

  /**
   * What is asked before a command is started.
   *
   * @param what it does, in words
   * @param button that starts it
   * @param grave whether it changes what answers
   */
  record Confirmation(
      String command, String subject, String title, String what, String button, boolean grave) {}

  /** How a command gets on. */
  record Progress(String id, String command, boolean ended, List<String> lines, List<Fact> reply) {}

  /** Something that a command replied. */
  record Fact(String name, String value) {}

  @GetMapping("/console/confirm/{command}")
  String confirm(
      @PathVariable String command, @RequestParam(defaultValue = "") String subject, Model model) {
    model.addAttribute("confirmation", confirmation(command, subject));
    return "confirm";
  }

  private static Confirmation confirmation(String command, String subject) {
    String name = AdapterView.shortName(subject);
    return switch (command) {
      case "deploy" ->
          new Confirmation(
              command,
              subject,
              "Deploy " + name,
              "The adapter is swapped in, proven live and watched. If it is worse than what answers"
                  + " now, it is taken back by itself.",
              "Deploy it",
              true);
      case "rollback" ->
          new Confirmation(
              command,
              subject,
              "Take the active adapter back",
              "What was active before answers again. The adapter stays on the disk.",
              "Take it back",
              true);
      case "drill" ->
          new Confirmation(
              command,
              subject,
              "Drill",
              "A deliberately broken adapter is deployed, to see that it is caught and taken back."
                  + " For some seconds answers may be noise.",
              "Start the drill",
              true);
      case "nightly" ->
          new Confirmation(
              command,
              subject,
              "Run a night now",
              "Harvest, training, gate, rollout and watch, as at night. It takes minutes to hours,"
                  + " and answers come slower meanwhile.",
              "Start it",
              false);
      case "release" ->
          new Confirmation(
              command,
              subject,
              "Release from quarantine",
              "The correction is told to the model and trained on, as any other.",
              "Release it",
              true);
      case "drop" ->
          new Confirmation(
              command,
              subject,
              "Drop from quarantine",
              "The correction is never told to the model and never trained on.",
              "Drop it",
              false);
      default ->
          throw new ConsoleException(
              ConsoleException.Code.UNKNOWN, "There is no button for " + command + ".");
    };
  }

  @PostMapping("/console/commands/{command}")
  String start(@PathVariable String command, @RequestParam(defaultValue = "") String subject) {
    confirmation(command, subject);
    Map<String, Object> body =
        switch (command) {
          case "deploy" -> Map.of("path", required(subject));
          case "release", "drop" ->
              Map.of("action", command.toUpperCase(Locale.ROOT), "id", required(subject));
          default -> Map.of();
        };
    boolean quarantine = command.equals("release") || command.equals("drop");
    RunningOperation started =
        operations.start(quarantine ? "quarantine" : command, JSON.writeValueAsString(body));
    return "redirect:/console/commands/" + started.id();
  }

  private static String required(String subject) {
    if (subject.isBlank()) {
      throw new ConsoleException(
          ConsoleException.Code.REQUEST, "The form does not say what it is about.");
    }
    return subject;
  }

  @GetMapping("/console/commands/{id}")
  String progress(@PathVariable String id, Model model) {
    model.addAttribute("progress", look(id));
    return "command";
  }

  /** The part of the page that changes. */
  @GetMapping("/console/commands/{id}/live")
  String live(@PathVariable String id, Model model) {
    progress(id, model);
    return "command :: live";
  }

  private Progress look(String id) {
    RunningOperation operation =
        operations
            .find(id)
            .orElseThrow(
                () ->
                    new ConsoleException(
                        ConsoleException.Code.UNKNOWN,
                        "There is no running command with this id, or it ended long ago."));
    RunningOperation.Lines said = operation.after(0);
    List<String> lines = new ArrayList<>();
    List<Fact> reply = new ArrayList<>();
    for (String line : said.lines()) {
      JsonNode node = JsonText.of(line).orElseGet(JSON::createObjectNode);
      if (node.has("progress")) {
        lines.add(progress(node.path("progress")));
      } else if (node.has("error")) {
        reply.add(new Fact("error", node.path("error").path("message").asString("")));
      } else {
        reply.addAll(facts(node.has("reply") ? node.path("reply") : node));
      }
    }
    List<String> newest = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    return new Progress(
        id, operation.command(), said.ended(), List.copyOf(newest).reversed(), reply);
  }

  private static String progress(JsonNode progress) {
    return progress.path("stage").asString("") + ": " + progress.path("message").asString("");
  }

  private static List<Fact> facts(JsonNode reply) {
    return reply.properties().stream()
        .filter(entry -> !entry.getValue().isNull())
        .map(entry -> fact(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Times are given in milliseconds, in members whose names say so. */
  private static Fact fact(String name, JsonNode value) {
    boolean times = name.endsWith(MILLIS);
    String words = (times ? name.substring(0, name.length() - MILLIS.length()) : name);
    return new Fact(words.replace('_', ' '), text(value, times));
  }

  private static String text(JsonNode value, boolean times) {
    if (value.isObject()) {
      return String.join(
          ", ",
          value.properties().stream()
              .map(one -> one.getKey() + " " + text(one.getValue(), times))
              .toList());
    }
    if (value.isArray()) {
      return String.join(", ", value.valueStream().map(one -> text(one, times)).toList());
    }
    return times && value.isNumber()
        ? Shown.span(Duration.ofMillis(value.asLong(0)))
        : value.asString("");
  }
}
