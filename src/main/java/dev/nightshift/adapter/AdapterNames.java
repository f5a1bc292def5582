package dev.nightshift.adapter;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** How things in the store are called. Times are UTC, so that names sort by time. */
final class AdapterNames {
  static final String BACKUP = "backup_";
  static final String ROLLBACK = "rollback_";

  static final String TRAINED = "adapter_";
  static final String DRILL = "drill_";

  private static final Pattern VERSION =
      Pattern.compile("(adapter|drill)_\\d{8}T\\d{6}Z_[0-9a-f]{8}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private AdapterNames() {}

  static String time(Instant at) {
    return TIME.format(at);
  }

  static String version(String prefix, Instant trainedAt, String sha256) {
    return prefix + time(trainedAt) + "_" + sha256.substring(0, 8);
  }

  static boolean isVersion(String name) {
    return VERSION.matcher(name).matches();
  }

  /**
   * A name of that prefix and time which nothing in the folder has; a second in one second gets _2.
   */
  static String free(Path folder, String prefix, Instant at) {
    String name = prefix + time(at);
    String candidate = name;
    for (int n = 2; Files.exists(folder.resolve(candidate), LinkOption.NOFOLLOW_LINKS); n++) {
      candidate = name + "_" + n;
    }
    return candidate;
  }
}
