package dev.nightshift.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param ending how it ended
 * @param boundary what stood around it
 * @param exitCode of the interpreter; 128 and the signal when it died of one
 * @param output standard output, as much as is allowed; undecodable bytes replaced
 * @param errors standard error, in the same way
 * @param findings what was found before it began
 * @param results what the calls came to, those before the end too
 * @param failure the exception that ended it; of a run that was too late, where it was then
 * @param usage what it used
 */
public record Outcome(
    Ending ending,
    Boundary boundary,
    int exitCode,
    String output,
    String errors,
    List<Finding> findings,
    List<CallResult> results,
    @Nullable Failure failure,
    Usage usage) {

  public Outcome {
    findings = List.copyOf(findings);
    results = List.copyOf(results);
  }

  /** Whether it ended by itself and every call returned. */
  public boolean succeeded() {
    return ending == Ending.COMPLETED && results.stream().allMatch(r -> r.failure() == null);
  }
}
