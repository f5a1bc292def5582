package dev.nightshift.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Looks for who begins nights: the server, cron, or a timer of systemd. */
public final class ScheduleCheck {
  private static final int PATIENCE_SECONDS = 5;

  private ScheduleCheck() {}

  /**
   * The check.
   *
   * @param server whether a server of this home begins nights by itself
   * @param system root of the file system with {@code etc}
   */
  public static Check of(boolean server, Path system) {
    return new Check(
        "schedule",
        "Without anybody who begins them there are no nights. With two, one of them finds the night"
            + " taken: harmless, and confusing in logs.",
        () -> verdict(server, others(system)));
  }

  static Verdict verdict(boolean server, List<String> others) {
    String where = String.join(", ", others);
    if (server && !others.isEmpty()) {
      return Verdict.warn(
          "the server begins nights (nightshift.nightly.enabled), and so does " + where,
          "keep one: set nightshift.nightly.enabled: false, or take the other out; each local day"
              + " has one night, whoever begins it");
    }
    if (server) {
      return Verdict.ok("the server begins nights, nobody else");
    }
    return others.isEmpty()
        ? Verdict.warn(
            "nightshift.nightly.enabled is false, and neither cron nor a timer begins nights",
            "enable it, or install cron/nightly_improvement.sh or deployment/systemd/*.timer")
        : Verdict.ok(where + " begins nights, the server does not");
  }

  private static List<String> others(Path system) throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder : List.of("etc/cron.d", "etc/cron.daily", "var/spool/cron/crontabs")) {
      found.addAll(naming(system.resolve(folder)));
    }
    Path crontab = system.resolve("etc/crontab");
    if (mentions(crontab)) {
      found.add(crontab.toString());
    }
    for (String folder : List.of("etc/systemd/system", "usr/lib/systemd/system")) {
      found.addAll(timers(system.resolve(folder)));
    }
    Commands.output(List.of("crontab", "-l"), PATIENCE_SECONDS, TimeUnit.SECONDS)
        .filter(ScheduleCheck::begins)
        .ifPresent(_ -> found.add("this user's crontab"));
    return found;
  }

  private static List<String> naming(Path folder) throws IOException {
    if (!Files.isReadable(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(ScheduleCheck::mentions).map(Path::toString).toList();
    }
  }

  /** A timer counts once it is enabled: linked from a target's folder. */
  private static List<String> timers(Path folder) throws IOException {
    Path enabled = folder.resolve("timers.target.wants");
    if (!Files.isReadable(enabled)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(enabled)) {
      return files
          .filter(file -> file.getFileName().toString().matches("nightshift.*\\.timer"))
          .map(Path::toString)
          .toList();
    }
  }

  private static boolean mentions(Path file) {
    try {
      return Files.isRegularFile(file) && Files.isReadable(file) && begins(Files.readString(file));
    } catch (IOException e) {
      return false; // Not text, or gone.
    }
  }

  private static boolean begins(String text) {
    return text.lines()
        .filter(line -> !line.strip().startsWith("#"))
        .anyMatch(
            line ->
                line.contains("nightly_improvement.sh")
                    || line.matches(".*pipeline\\S* nightly.*"));
  }
}
