package dev.nightshift.codeloop;

import dev.nightshift.sandbox.Ending;
import dev.nightshift.sandbox.Failure;
import dev.nightshift.sandbox.Finding;
import dev.nightshift.sandbox.Outcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says why a run in the sandbox was no success: for people, and for who counts. */
final class OutcomeWords {
  private static final int LONGEST = 300;

  private OutcomeWords() {}

  /** Of an outcome that is no success. */
  static Fault fault(Outcome outcome) {
    Failure failure = outcome.failure();
    int line = failure == null ? 0 : failure.line();
    return switch (outcome.ending()) {
      case REJECTED -> Fault.of(Fault.Kind.REFUSED);
      case WALL_TIME, CPU_TIME -> new Fault(Fault.Kind.TOO_LATE, "", line);
      case MEMORY -> new Fault(Fault.Kind.TOO_MUCH_MEMORY, "", line);
      case OUTPUT -> Fault.of(Fault.Kind.TOO_MUCH_OUTPUT);
      case CRASHED -> Fault.of(Fault.Kind.CRASHED);
      case COMPLETED, FAILED -> failure == null ? Fault.of(Fault.Kind.EXITED) : fault(failure);
    };
  }

  static Fault fault(Failure failure) {
    boolean memory = failure.type().equals("MemoryError");
    return new Fault(
        memory ? Fault.Kind.TOO_MUCH_MEMORY : Fault.Kind.RAISED, failure.type(), failure.line());
  }

  static String problem(Outcome outcome) {
    Failure failure = outcome.failure();
    return switch (outcome.ending()) {
      case REJECTED ->
          outcome.findings().isEmpty() ? "not run" : inWords(outcome.findings().getFirst());
      case WALL_TIME, CPU_TIME -> "took too long" + line(failure);
      case MEMORY -> "took too much memory" + line(failure);
      case OUTPUT -> "printed too much";
      case CRASHED -> "the interpreter crashed";
      case COMPLETED, FAILED ->
          failure == null
              ? "ended with exit status " + outcome.exitCode() + " before its time"
              : inWords(failure);
    };
  }

  static boolean isLate(Outcome outcome) {
    return outcome.ending() == Ending.WALL_TIME || outcome.ending() == Ending.CPU_TIME;
  }

  private static String line(@Nullable Failure failure) {
    return failure == null || failure.line() == 0 ? "" : " in line " + failure.line();
  }

  static String inWords(Failure failure) {
    return shortened(failure.type() + ": " + failure.message()) + line(failure);
  }

  private static String inWords(Finding finding) {
    return String.format(
        Locale.ROOT,
        "line %d: %s: %s",
        finding.line(),
        finding.message(),
        finding.excerpt().strip());
  }

  static String shortened(String text) {
    String one = text.strip();
    return one.length() <= LONGEST ? one : one.substring(0, LONGEST) + "…";
  }
}
