package dev.nightshift.sandbox;

import java.util.Locale;
import java.util.Optional;

/**
 * A processor whose system calls are known.
 *
 * <p>Identifiers: {@code AUDIT_ARCH_*} of the kernel's linux/audit.h.
 */
enum Architecture {
  X86_64(0xC000003E, 1),
  AARCH64(0xC00000B7, 2);

  private final int auditIdentifier;
  private final int column;

  Architecture(int auditIdentifier, int column) {
    this.auditIdentifier = auditIdentifier;
    this.column = column;
  }

  int auditIdentifier() {
    return auditIdentifier;
  }

  /** The column of its numbers in tables of system calls, whose first has the names. */
  int column() {
    return column;
  }

  /** This machine's, if it is one of them. */
  static Optional<Architecture> here() {
    return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64", "arm64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }
}
