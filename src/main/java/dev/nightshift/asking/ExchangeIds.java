package dev.nightshift.asking;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Identifiers that sort by time: UUIDs of version 7 (RFC 9562, section 5.7). */
final class ExchangeIds {
  private static final SecureRandom RANDOM = new SecureRandom();

  private ExchangeIds() {}

  /** 48 bits of milliseconds, then 74 random bits around the version and variant bits. */
  static String next(Instant at) {
    long high = (at.toEpochMilli() << 16) | 0x7000L | (RANDOM.nextLong() & 0x0fffL);
    long low = 0x8000_0000_0000_0000L | (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL);
    return new UUID(high, low).toString();
  }
}
