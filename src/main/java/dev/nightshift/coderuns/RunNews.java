package dev.nightshift.coderuns;

import java.util.List;

/**
 * What has come of a run since somebody looked.
 *
 * @param attempts that were not seen yet
 * @param summary how it stands after them
 */
public record RunNews(List<AttemptReport> attempts, RunSummary summary) {
  public RunNews {
    attempts = List.copyOf(attempts);
  }
}
