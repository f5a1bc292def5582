package dev.nightshift.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;

/** Ids of rows, and unions of what stands behind them. */
final class RowIds {
  private RowIds() {}

  /** First 32 hex digits of SHA-256 over instruction, a zero byte and output. */
  static String of(String instruction, String output) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(instruction.getBytes(UTF_8));
      digest.update((byte) 0);
      digest.update(output.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static <T> List<T> union(List<T> first, List<T> second) {
    LinkedHashSet<T> all = new LinkedHashSet<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }
}
