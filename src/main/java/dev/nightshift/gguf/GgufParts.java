package dev.nightshift.gguf;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The files of a split model by their names, {@code NAME-00001-of-00003.gguf} and so on (llama.cpp,
 * gguf-split).
 */
public final class GgufParts {
  private static final Pattern NAME = Pattern.compile("(.*-)(\\d{5})(-of-)(\\d{5})(\\.gguf)");
  private static final int MOST = 1_000;

  private GgufParts() {}

  /**
   * All files that belong to {@code file}: those of the whole model if its name is that of a first
   * part, else itself alone. Whether they exist is not looked at.
   */
  public static List<Path> of(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    if (!name.matches() || Integer.parseInt(name.group(2)) != 1) {
      return List.of(file);
    }
    int count = Integer.parseInt(name.group(4));
    if (count < 2 || count > MOST) {
      return List.of(file);
    }
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            part ->
                file.resolveSibling(
                    name.group(1)
                        + "%05d".formatted(part)
                        + name.group(3)
                        + name.group(4)
                        + ".gguf"))
        .toList();
  }

  /** Whether the name is that of a part, the first or another. */
  public static boolean isPart(Path file) {
    return NAME.matcher(String.valueOf(file.getFileName())).matches();
  }

  /** Whether the name is that of a part that is not the first. */
  public static boolean isLaterPart(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    return name.matches() && Integer.parseInt(name.group(2)) > 1;
  }
}
