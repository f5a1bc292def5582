package dev.nightshift.cli;

import dev.nightshift.assembly.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** Progress as a bar that moves on a terminal, and as a line now and then elsewhere. */
final class ProgressPrinter implements Progress {
  private static final int WIDTH = 24;
  private static final Duration BAR_EVERY = Duration.ofMillis(100);
  private static final Duration LINE_EVERY = Duration.ofSeconds(5);

  private final Terminal terminal;
  private final InstantSource clock;
  private Instant shown = Instant.MIN;
  private String stage = "";
  private boolean barOpen;

  ProgressPrinter(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public synchronized void update(String stage, String message, double share) {
    Instant now = clock.instant();
    boolean sameStage = stage.equals(this.stage);
    Duration every = terminal.interactive() ? BAR_EVERY : LINE_EVERY;
    boolean last = share >= 1;
    if (sameStage && !last && now.isBefore(shown.plus(every))) {
      return;
    }
    if (!sameStage) {
      close();
    }
    this.stage = stage;
    shown = now;
    if (terminal.interactive()) {
      terminal.err().print("\r\033[K" + bar(share) + stage + ": " + message);
      terminal.err().flush();
      barOpen = true;
    } else {
      terminal.err().println(percent(share) + stage + ": " + message);
    }
  }

  /** Ends the bar's line, so that what follows begins on a line of its own. */
  synchronized void close() {
    if (barOpen) {
      terminal.err().println();
      barOpen = false;
    }
  }

  private static String bar(double share) {
    if (!(share >= 0)) {
      return "";
    }
    int full = (int) Math.round(Math.min(1, share) * WIDTH);
    return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] ";
  }

  private static String percent(double share) {
    return share >= 0 ? String.format(Locale.ROOT, "%3.0f%% ", 100 * Math.min(1, share)) : "";
  }
}
