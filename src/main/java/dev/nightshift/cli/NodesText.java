package dev.nightshift.cli;

import dev.nightshift.assembly.FleetReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Nodes in words, and what became of a rollout over all of them. */
final class NodesText {
  private NodesText() {}

  static List<String> lines(FleetReply r) {
    List<String> lines = new ArrayList<>();
    if (!r.state().equals("LISTED")) {
      String about = r.adapter().isEmpty() ? "" : ": " + r.adapter();
      lines.add(r.state() + about + (r.reason() == null ? "" : " (" + r.reason() + ")"));
    }
    for (FleetReply.StepShown step : r.steps()) {
      lines.add("  " + step(step));
    }
    if (!r.steps().isEmpty()) {
      lines.add("took " + seconds(r.totalMs()));
      return lines;
    }
    if (r.nodes().isEmpty()) {
      lines.add("no node has entered the database yet; pipeline serve enters this one");
    }
    for (FleetReply.NodeShown node : r.nodes()) {
      lines.add(node(node));
    }
    return lines;
  }

  private static String step(FleetReply.StepShown step) {
    StringBuilder line = new StringBuilder(step.node());
    line.append(step.canary() ? " (first)" : "").append(": ").append(step.state());
    line.append(time(", swapped in ", step.swapMs()));
    line.append(time(", watched for ", step.watchMs()));
    line.append(time(", detected in ", step.detectionMs()));
    line.append(time(", recovered in ", step.recoveryMs()));
    return line.append(step.reason().isEmpty() ? "" : " (" + step.reason() + ")").toString();
  }

  private static String node(FleetReply.NodeShown node) {
    String heard = node.heard() == null ? "" : ", heard of " + node.heard();
    String note = node.note().isEmpty() ? "" : " (" + node.note() + ")";
    String url = node.url().isEmpty() ? "" : " at " + node.url();
    return node.name() + " " + node.state() + url + ": " + node.adapter() + heard + note;
  }

  private static String time(String what, @Nullable Long ms) {
    return ms == null ? "" : what + seconds(ms);
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
  }
}
