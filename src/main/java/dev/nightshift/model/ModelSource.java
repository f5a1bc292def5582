package dev.nightshift.model;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Where a base model comes from, as {@code --model} says it. */
sealed interface ModelSource {
  /** The default model. */
  record Default() implements ModelSource {}

  /** A GGUF file, or the name of one that is kept already. */
  record Local(Path file) implements ModelSource {}

  /** A model of an Ollama server. */
  record Ollama(String name) implements ModelSource {}

  /** A file on the web, with its digest if the address ends in {@code #sha256=…}. */
  record Web(URI address, Optional<String> sha256) implements ModelSource {}

  /**
   * Reads {@code default}, {@code FILE.gguf}, {@code ollama:NAME} or {@code https://…[#sha256=…]}.
   *
   * @throws ModelException {@code UNSUPPORTED} for anything else
   */
  static ModelSource parse(String text) {
    String spec = text.strip();
    if (spec.isEmpty() || spec.equals("default")) {
      return new Default();
    }
    if (spec.startsWith("ollama:")) {
      String name = spec.substring("ollama:".length());
      if (name.isBlank()) {
        throw unsupported(spec, "the name after 'ollama:' is missing");
      }
      return new Ollama(name);
    }
    return spec.contains("://") ? web(spec) : local(spec);
  }

  private static Local local(String spec) {
    try {
      return new Local(Path.of(spec));
    } catch (InvalidPathException e) {
      throw unsupported(spec, "it is not a valid file name");
    }
  }

  private static Web web(String spec) {
    URI address;
    try {
      address = URI.create(spec);
    } catch (IllegalArgumentException e) {
      throw unsupported(spec, "it is not a valid address");
    }
    String host = Optional.ofNullable(address.getHost()).orElse("");
    boolean here = host.equals("localhost") || host.equals("127.0.0.1");
    if (host.isEmpty()
        || !("https".equals(address.getScheme()) || ("http".equals(address.getScheme()) && here))) {
      throw unsupported(spec, "models are fetched over https:// only");
    }
    String fragment = Optional.ofNullable(address.getFragment()).orElse("");
    URI plain = URI.create(spec.contains("#") ? spec.substring(0, spec.indexOf('#')) : spec);
    if (fragment.isEmpty()) {
      return new Web(plain, Optional.empty());
    }
    String digest = fragment.toLowerCase(Locale.ROOT);
    if (!digest.matches("sha256=[0-9a-f]{64}")) {
      throw unsupported(spec, "after '#' must stand sha256= and 64 hexadecimal digits");
    }
    return new Web(plain, Optional.of(digest.substring("sha256=".length())));
  }

  private static ModelException unsupported(String spec, String why) {
    return new ModelException(
        ModelException.Code.UNSUPPORTED,
        "the model '"
            + spec
            + "' cannot be used: "
            + why
            + "; allowed are FILE.gguf, ollama:NAME,"
            + " https://…/FILE.gguf[#sha256=…] and default");
  }
}
