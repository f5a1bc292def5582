package dev.nightshift.cli;

import dev.nightshift.assembly.OperationException;
import dev.nightshift.assembly.Reply;

/** What the process says to its caller by its exit status. */
enum ExitCode {
  DONE(0),
  FAILED(1),
  WRONG_USE(2),
  NOTHING_TO_DO(3);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** The exit status. */
  int status() {
    return status;
  }

  static ExitCode of(Reply.Outcome outcome) {
    return switch (outcome) {
      case DONE -> DONE;
      case FAILED -> FAILED;
      case NOTHING_TO_DO -> NOTHING_TO_DO;
    };
  }

  static ExitCode of(OperationException.Code code) {
    return switch (code) {
      case REQUEST, CONFIGURATION -> WRONG_USE;
      case BUSY, FAILED -> FAILED;
    };
  }
}
