package dev.nightshift.assembly;

import dev.nightshift.coderuns.RunReport;
import dev.nightshift.coderuns.RunSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs of the code loop.
 *
 * @param state LISTED, or CANCELLING for one that was told to end
 * @param runs what was asked for; the newest first
 * @param run all of the one that was to be shown, otherwise null
 */
public record CodeRunsReply(String state, List<RunSummary> runs, @Nullable RunReport run)
    implements Reply {
  public CodeRunsReply {
    runs = List.copyOf(runs);
  }
}
