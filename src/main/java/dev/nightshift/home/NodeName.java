package dev.nightshift.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a home is called among several that share one database: given by the configuration, or made
 * up once and kept in {@code state/node}.
 *
 * @param value 1 to 63 lower-case letters, digits, dots and hyphens
 */
public record NodeName(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
  private static final int RANDOM_BYTES = 4;

  public NodeName {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "\""
              + value
              + "\" cannot name a node; allowed: 1 to 63 lower-case letters, digits, dots and"
              + " hyphens, a letter or digit first and last");
    }
  }

  /**
   * The name of a home.
   *
   * @param configured the name that the configuration gives; blank for the one that the home keeps,
   *     which is made up the first time
   * @throws HomeException IO when it can be neither read nor written
   */
  public static NodeName of(Home home, String configured) {
    if (!configured.isBlank()) {
      return new NodeName(configured.strip());
    }
    Path file = home.state().resolve("node");
    try {
      return read(file);
    } catch (NoSuchFileException none) {
      return makeUp(file);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static NodeName read(Path file) throws IOException {
    String kept = Files.readString(file, StandardCharsets.UTF_8).strip();
    if (!ALLOWED.matcher(kept).matches()) {
      throw new IOException("it holds \"" + kept + "\"; delete it, and a new name is made up");
    }
    return new NodeName(kept);
  }

  /** Two processes that make it up at once end up with the same one. */
  private static NodeName makeUp(Path file) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    try {
      AtomicFiles.writeOnce(
          file,
          ("node-" + HexFormat.of().formatHex(random) + "\n").getBytes(StandardCharsets.UTF_8));
      return read(file);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static HomeException unusable(Path file, IOException e) {
    return new HomeException(
        HomeException.Code.IO,
        "the name of this node could not be kept in " + file + ": " + e.getMessage(),
        e);
  }

  @Override
  public String toString() {
    return value;
  }
}
