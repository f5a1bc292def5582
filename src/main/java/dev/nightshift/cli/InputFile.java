package dev.nightshift.cli;

import dev.nightshift.assembly.OperationException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files named on the command line. */
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
    return file.toAbsolutePath().normalize().toString();
  }
}
