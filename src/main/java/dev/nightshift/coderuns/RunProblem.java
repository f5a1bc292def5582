package dev.nightshift.coderuns;

import dev.nightshift.sandbox.SandboxException;
import dev.nightshift.serving.ServingException;
import org.jspecify.annotations.Nullable;

/** Why a run failed, in words for whoever asked; where files and servers are is for the log. */
final class RunProblem {
  private RunProblem() {}

  /**
   * The words.
   *
   * @param cause null for one of the machine's
   */
  static String of(@Nullable RuntimeException cause) {
    return switch (cause) {
      case ServingException serving ->
          switch (serving.code()) {
            case TIMEOUT -> "the model did not answer in time";
            case BUSY, REQUEST -> String.valueOf(serving.getMessage());
            case CANCELLED, UNAVAILABLE, ADAPTER ->
                "the model cannot answer at the moment; the server's log says why";
          };
      case SandboxException sandbox when sandbox.code() == SandboxException.Code.REFUSED ->
          String.valueOf(sandbox.getMessage());
      case null, default -> "the server failed at this run; its log says why";
    };
  }
}
