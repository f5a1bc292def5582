package dev.nightshift.cli;

import dev.nightshift.assembly.QuarantineReply;
import java.util.ArrayList;
import java.util.List;

/** The quarantine in words. */
final class QuarantineText {
  private static final int LONGEST = 100;

  private QuarantineText() {}

  static List<String> lines(QuarantineReply r) {
    if (r.entries().isEmpty()) {
      return List.of("nothing is in quarantine");
    }
    List<String> lines = new ArrayList<>();
    boolean one = r.entries().size() == 1;
    for (QuarantineReply.Entry entry : r.entries()) {
      lines.add(
          "%s  %s  by %s, %s".formatted(entry.id(), entry.state(), entry.author(), entry.at()));
      lines.add("  because     " + entry.reason());
      lines.add("  question    " + (one ? entry.question() : line(entry.question())));
      String correction = entry.correction();
      if (correction != null) {
        lines.add("  correction  " + (one ? correction : line(correction)));
      }
    }
    if (r.state().equals("LISTED")) {
      lines.add("let through with pipeline quarantine release ID, keep out with … drop ID");
    }
    return lines;
  }

  private static String line(String text) {
    String one = text.strip().replaceAll("\\s+", " ");
    return one.length() <= LONGEST ? one : one.substring(0, LONGEST - 1) + "…";
  }
}
