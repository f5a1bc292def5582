package dev.nightshift.coderuns;

/**
 * Who looks at runs.
 *
 * @param name whose runs it sees
 * @param all whether it sees everybody's
 */
public record Viewer(String name, boolean all) {
  boolean sees(RunSummary run) {
    return all || run.owner().equals(name);
  }
}
