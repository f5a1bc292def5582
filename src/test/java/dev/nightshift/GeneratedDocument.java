package dev.nightshift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation that is made of the program, and compared with it by a test. */
final class GeneratedDocument {
  /** {@code -Dnightshift.write-documents=true} writes the pages instead of comparing them. */
  private static final boolean WRITE = Boolean.getBoolean("nightshift.write-documents");

  private GeneratedDocument() {}

  /** Fails, with the command that writes it anew, when {@code page} is not {@code content}. */
  static void isUpToDate(Path page, String content, String command) throws IOException {
    if (WRITE) {
      Files.writeString(page, content);
    }
    assertThat(Files.exists(page) ? Files.readString(page) : "")
        .as(page + " is not of this state of the program; write it anew by: " + command)
        .isEqualTo(content);
  }
}
