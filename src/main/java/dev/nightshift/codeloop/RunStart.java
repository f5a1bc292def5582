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

  /** With a new id: the time (UTC), the task and four random bytes. */
  static RunStart of(CodeTask task, Instructions instructions, Instant time) {
    byte[] random = ByteBuffer.allocate(4).putInt(RANDOM.nextInt()).array();
    String id = STAMP.format(time) + "-" + task.id() + "-" + HexFormat.of().formatHex(random);
    return new RunStart(id, task, instructions, time);
  }
}
