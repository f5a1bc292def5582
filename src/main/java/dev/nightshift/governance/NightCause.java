package dev.nightshift.governance;

import java.util.Locale;

/** Why a night, or an adapter, came to nothing. */
enum NightCause {
  OLD_KNOWLEDGE_LOST(""),
  NOTHING_LEARNED(""),
  PROBES_FAILED(""),
  NO_DATA(""),
  TOO_FEW_ROWS(""),
  NOT_MEASURABLE(
      "the gate had too few questions to judge by, and a lower nightshift.evaluation.least-target"
          + " or least-regression would let through what nobody has judged; corrections of"
          + " different questions give it more"),
  UNUSABLE("the adapter itself is broken, which no setting mends; the night's log says where"),
  FORGOTTEN("what it was taught has been forgotten meanwhile; the next night trains anew"),
  LATENCY(
      "whether answers as slow as the reason says are acceptable is for you to decide and nothing a"
          + " bench can find: if they are, raise nightshift.rollout.latency-threshold"
          + " (latency-ratio where they were compared with before), otherwise leave the machine"
          + " less to do at night"),
  LIVENESS("it could not be shown who answers: a fault of the backend or its server, see the log"),
  WRONG_VERSION("another version answered: a fault of the backend or its server, see the log"),
  ERRORS("the backend failed: see its log and the night's"),
  INTERRUPTED("the process ended during the watch; the adapter is tried again the next night"),
  REQUESTED("a person asked for it"),
  TAINTED("it was taught what has been forgotten since"),
  DISK("there was too little room on the disk: make room"),
  MEMORY(
      "the machine's memory was too small: give the night more, or set"
          + " nightshift.tuning.memory-megabytes and a smaller nightshift.model.base"),
  ERROR("an error ended it, which is a defect or a fault of the machine; the night's log has it"),
  OTHER("its reason is none that a setting is known for");

  private final String unhelped;

  NightCause(String unhelped) {
    this.unhelped = unhelped;
  }

  /** As reports have it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The same the other way round. */
  static NightCause ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether nobody has to look at it: somebody wanted it, or the next night mends it. */
  boolean settled() {
    return switch (this) {
      case REQUESTED, TAINTED, FORGOTTEN, INTERRUPTED -> true;
      default -> false;
    };
  }

  /** Why no setting is proposed for it; empty where one may be. */
  String unhelped() {
    return unhelped;
  }

  /** Of a night that was rejected, by the words of the gate or the rollout. */
  static NightCause ofRejection(String reason) {
    if (reason.contains("loss of old knowledge") || reason.contains("old questions net")) {
      return OLD_KNOWLEDGE_LOST;
    }
    if (reason.contains("no improvement")) {
      return NOTHING_LEARNED;
    }
    if (reason.contains("needed to judge") || reason.contains("not measurable")) {
      return NOT_MEASURABLE;
    }
    if (reason.contains("cannot be used")) {
      return UNUSABLE;
    }
    return reason.contains("forgotten") ? FORGOTTEN : OTHER;
  }

  /** Of a night that failed. */
  static NightCause ofFailure(String reason) {
    if (reason.contains("GB are free")) {
      return DISK;
    }
    return reason.contains("OutOfMemory") || reason.contains("out of memory") ? MEMORY : ERROR;
  }

  /** Of an adapter that was taken back, by the rollout's word for it. */
  static NightCause ofRollback(String cause) {
    return switch (cause) {
      case "SUCCESS" -> PROBES_FAILED;
      case "LATENCY" -> LATENCY;
      case "LIVENESS" -> LIVENESS;
      case "WRONG_VERSION" -> WRONG_VERSION;
      case "ERRORS" -> ERRORS;
      case "NO_DATA" -> NO_DATA;
      case "INTERRUPTED" -> INTERRUPTED;
      case "REQUESTED" -> REQUESTED;
      case "TAINTED" -> TAINTED;
      default -> OTHER;
    };
  }

  /** Of a night that had nothing to train. */
  static NightCause ofSkip(String reason) {
    return reason.contains("new training rows") ? TOO_FEW_ROWS : OTHER;
  }
}
