package dev.nightshift.serving;

import java.util.Locale;

/**
 * The names under which models are made on an Ollama server.
 *
 * @param served {@code <base>-nightshift}: what everyone may ask; the active adapter, or the base
 */
record OllamaNames(String served) {
  private static final int LONGEST_TAG = 80;
  private static final int DIGITS = 8;

  /** The names for a base model; its own tag becomes a part of the name. */
  static OllamaNames of(String base) {
    String name = base.endsWith(":latest") ? base.substring(0, base.lastIndexOf(':')) : base;
    return new OllamaNames(name.replaceAll("[^A-Za-z0-9._-]", "-") + "-nightshift");
  }

  /** A name as the server lists it. */
  static String full(String model) {
    return model.indexOf(':', model.lastIndexOf('/') + 1) < 0 ? model + ":latest" : model;
  }

  /** What {@link #served} means when no tag is given. */
  String current() {
    return served + ":latest";
  }

  /** What was served before: the target of a rollback by hand. */
  String previous() {
    return served + ":prev";
  }

  /** The base with our prompt. */
  String base() {
    return served + ":base";
  }

  /** One adapter, named by version and content, so that no two share a name. */
  String adapter(String version, String sha256) {
    return adapter(version) + sha256.substring(0, DIGITS);
  }

  private String adapter(String version) {
    String tag = version.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
    int room = LONGEST_TAG - DIGITS - 3;
    return served + ":v-" + tag.substring(0, Math.min(room, tag.length())) + "-";
  }

  /** Whether a model of the server is that adapter, whatever its content. */
  boolean isAdapter(String model, String version) {
    String name = adapter(version);
    return model.startsWith(name) && model.length() == name.length() + DIGITS;
  }

  /** Whether a model of the server is one that we made. */
  boolean isOurs(String model) {
    return model.startsWith(served + ":");
  }

  /** Whether a model of the server is one of the adapters we made. */
  boolean isAdapter(String model) {
    return model.startsWith(served + ":v-");
  }
}
