package dev.nightshift.codeloop;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * A run that has begun.
 *
 * @param id unique; a file and a branch may be named so
 * @param task what is worked on
 * @param instructions what the improver is told before it
 * @param time when it began
 */
public record RunStart(String id, CodeTask task, Instructions instructions, Instant time) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /** A new id: the time (UTC), the task and four random bytes. */
  public static String newId(CodeTask task, Instant time) {
    byte[] random = ByteBuffer.allocate(4).putInt(RANDOM.nextInt()).array();
    return STAMP.format(time) + "-" + task.id() + "-" + HexFormat.of().formatHex(random);
  }
}
