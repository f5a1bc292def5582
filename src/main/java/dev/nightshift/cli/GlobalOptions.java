package dev.nightshift.cli;

import dev.nightshift.home.Home;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself, and the options that every command has. */
@Command(
    name = "pipeline",
    description = "Makes a local language model better every night without anyone watching.",
    synopsisHeading = "Usage: ",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Exit status: 0 done, 1 failed, 2 wrong use or configuration, 3 nothing to do.",
      "Begin with: pipeline demo"
    })
final class GlobalOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help.")
  boolean help;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Prints one JSON object on standard output and nothing else there.")
  boolean json;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The home directory; otherwise $NIGHTSHIFT_HOME, otherwise the working one.")
  @Nullable Path home;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      scope = ScopeType.INHERIT,
      description = "The base model: default, FILE.gguf, ollama:NAME or https://…")
  @Nullable String model;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Logs what is done, to standard error.")
  boolean verbose;

  /** The home that the options and the environment name. */
  Home home(Map<String, String> environment) {
    String named = environment.getOrDefault("NIGHTSHIFT_HOME", "");
    return new Home(home != null ? home : Path.of(named));
  }

  /** The settings that the options set. */
  Map<String, String> overrides() {
    Map<String, String> overrides = new HashMap<>();
    if (model != null) {
      overrides.put("nightshift.model.base", model);
    }
    return overrides;
  }
}
