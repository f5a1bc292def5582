package dev.nightshift.cli;

import dev.nightshift.assembly.OperationException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files and directories named on the command line. */
final class InputFile {
  private InputFile() {}

  /**
   * The absolute path of a file that can be read.
   *
   * @throws OperationException REQUEST when it cannot
   */
  static String existing(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new OperationException(
          OperationException.Code.REQUEST, "there is no readable file " + file.toAbsolutePath());
    }
    return absolute(file);
  }

  /**
   * An adapter's file or directory as an absolute path; what is none of them is taken as the name
   * of a version.
   */
  static @Nullable String adapter(@Nullable String named) {
    return named != null && Files.exists(Path.of(named)) ? absolute(Path.of(named)) : named;
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().normalize().toString();
  }
}
