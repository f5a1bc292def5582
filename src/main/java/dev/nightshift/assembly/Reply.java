package dev.nightshift.assembly;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Operations} reply: in snake case the JSON of {@code --json} and {@code /ops}, as in
 * docs/cli.md. Times are in milliseconds, instants ISO-8601, adapters versions or {@code base}.
 */
public sealed interface Reply
    permits Reply.Asked,
        Reply.FeedbackRecorded,
        Reply.Imported,
        Reply.Harvested,
        Reply.Trained,
        Reply.RolledOut,
        Reply.Night,
        Reply.Status,
        Reply.Evaluated,
        BackupReply,
        ForgottenReply,
        QuarantineReply,
        CodeReply,
        CodeRunsReply,
        FleetReply,
        PromptsReply,
        GovernanceReply,
        VersionsReply {
  /** How an operation that ran came out. */
  enum Outcome {
    DONE,
    FAILED,
    NOTHING_TO_DO
  }

  /** How it came out; decides the exit code. */
  @JsonIgnore
  default Outcome outcome() {
    return switch (this) {
      case Asked _, FeedbackRecorded _, Status _, Evaluated _, QuarantineReply _, CodeRunsReply _ ->
          Outcome.DONE;
      case Imported i ->
          i.usable() ? Outcome.DONE : i.rejected() > 0 ? Outcome.FAILED : Outcome.NOTHING_TO_DO;
      case Harvested h -> ofState(h.state());
      case Trained t -> ofState(t.state());
      case RolledOut r -> ofState(r.state());
      case Night n -> ofState(n.state());
      case BackupReply _ -> Outcome.DONE;
      case ForgottenReply f -> ofState(f.state());
      case CodeReply c -> ofState(c.state());
      case FleetReply f -> ofState(f.state());
      case PromptsReply p -> ofState(p.state());
      case GovernanceReply g -> ofState(g.state());
      case VersionsReply v -> ofState(v.state());
    };
  }

  private static Outcome ofState(String state) {
    return switch (state) {
      case "NOTHING_TO_DO", "SKIPPED", "PLANNED" -> Outcome.NOTHING_TO_DO;
      case "REJECTED", "ROLLED_BACK", "FAILED", "UNSOLVED" -> Outcome.FAILED;
      default -> Outcome.DONE;
    };
  }

  /**
   * An answer.
   *
   * @param routing why that adapter, or the base, gave it
   * @param corrections that stood in the prompt, the best first
   */
  record Asked(
      String id,
      String answer,
      double confidence,
      String model,
      String adapter,
      long latencyMs,
      String routing,
      List<ShownCorrection> corrections)
      implements Reply {}

  /**
   * A correction that stood in the prompt.
   *
   * @param exchangeId the exchange that was corrected
   * @param relevance how near its question is to the one asked
   * @param score the relevance, less for its age
   */
  record ShownCorrection(
      String exchangeId, String question, String answer, double relevance, double score) {}

  /** Feedback that has been stored. */
  record FeedbackRecorded(String id, String exchangeId, String kind) implements Reply {}

  /**
   * Exchanges taken in.
   *
   * @param imported exchanges in the memory now that were not before
   * @param known exchanges that were there already, or stood in the file before
   * @param feedback facts stored with them
   * @param rejected bad lines
   * @param rejectFile where the bad lines were set aside, null when there were none
   * @param errors the first bad lines
   */
  record Imported(
      int imported,
      int known,
      int feedback,
      int rejected,
      @Nullable String rejectFile,
      List<BadLine> errors)
      implements Reply {
    /** Whether a line of the file could be used; with bad lines besides, the import is done. */
    boolean usable() {
      return imported + known > 0;
    }
  }

  /** A line that could not be used; lines count from 1. */
  record BadLine(int line, String reason) {}

  /**
   * A harvest.
   *
   * @param state HARVESTED or NOTHING_TO_DO
   * @param file the day's rows, null when none was kept
   * @param failures failed exchanges looked at
   * @param kept rows written
   * @param dropped questions whose rewrite scored too low
   * @param abstained questions the council left to a person
   * @param quarantined questions set aside as dangerous
   * @param duplicates exchanges whose question has a row
   * @param corrections rows written that are a person's words
   * @param deferred questions left for a later harvest
   * @param withdrawn rows of earlier harvests that went, because a person took the failure back
   * @param leftToPerson the questions the council left to a person
   * @param seats how each seat did; empty when the council was not asked
   * @param verified rows written that are solved tasks, whose first attempt had failed
   */
  record Harvested(
      String state,
      @Nullable String file,
      int failures,
      int kept,
      int dropped,
      int abstained,
      int quarantined,
      int duplicates,
      int corrections,
      int deferred,
      int withdrawn,
      List<OpenQuestion> leftToPerson,
      List<Seat> seats,
      long totalMs,
      int verified)
      implements Reply {}

  /**
   * A question that a person should answer, with {@code feedback} on the exchange.
   *
   * @param proposals what the seats said
   */
  record OpenQuestion(String id, String question, String reason, List<String> proposals) {}

  /**
   * A seat of the council.
   *
   * @param malformed replies that were not in the form, and so no votes
   * @param silent questions it gave no reply to, and so no votes either
   * @param trouble why it was silent the last time, null when it never was
   */
  record Seat(
      String seat,
      String model,
      int asked,
      int votes,
      int malformed,
      int silent,
      @Nullable String trouble) {}

  /**
   * A training; state is TRAINED, SKIPPED (too few rows) or FAILED.
   *
   * @param continuedFrom the adapter that it went on from, null: the base alone
   */
  record Trained(
      String state,
      @Nullable String adapter,
      @Nullable String reason,
      int rows,
      @Nullable Double finalLoss,
      long adapterBytes,
      long totalMs,
      @Nullable String continuedFrom)
      implements Reply {}

  /**
   * A rollout, a rollback or a drill. State is ACTIVE, REJECTED, ROLLED_BACK or NOTHING_TO_DO; a
   * rollback and a drill are done when it is ROLLED_BACK.
   *
   * @param state how it ended
   * @param adapter the one that answers now
   * @param reason in words
   * @param candidate what was tried, null for none
   * @param baselineMs measuring the baseline
   * @param swapMs from the swap to the proof that it is live
   * @param watchMs on probation
   * @param detectionMs from the swap to the verdict against it, null if it was not caught
   * @param recoveryMs from that verdict to the proof that the previous one answers, likewise
   * @param totalMs all of it
   */
  record RolledOut(
      String state,
      String adapter,
      @Nullable String reason,
      @Nullable String candidate,
      long baselineMs,
      long swapMs,
      long watchMs,
      @Nullable Long detectionMs,
      @Nullable Long recoveryMs,
      long totalMs)
      implements Reply {

    /** How it came out where being taken back is what was wanted: a rollback, a drill. */
    public Outcome takenBack() {
      return switch (state) {
        case "ROLLED_BACK" -> Outcome.DONE;
        case "NOTHING_TO_DO" -> Outcome.NOTHING_TO_DO;
        default -> Outcome.FAILED;
      };
    }
  }

  /**
   * A nightly run. State is ACTIVE (a new adapter is live), NOTHING_TO_DO, REJECTED, ROLLED_BACK or
   * FAILED.
   *
   * @param adapter the one the night tried, whatever became of it; if it came to none, what answers
   * @param stagesMs how long each stage took, in their order
   */
  record Night(
      String state,
      String adapter,
      @Nullable String reason,
      Map<String, Long> stagesMs,
      long totalMs)
      implements Reply {}

  /**
   * How things stand.
   *
   * @param memory "ok", "empty", or what is wrong with it
   * @param failuresPending failures not harvested yet
   * @param abstained questions listed for a person
   * @param lastNight the newest nightly run, null when there was none
   * @param serverUrl of the running server, null when there is none
   * @param taintedAdapters adapters that were trained on what has been forgotten
   * @param erasuresUnfinished erasures that were cut off, or go on
   * @param quarantined corrections and exchanges that wait in quarantine for a person
   * @param verified rows in force that are solved tasks, whose first attempt had failed
   * @param memoryLog how the memory stands to a log that it shares; null when it shares none
   * @param work the council's work among processes; null where it is not shared
   */
  record Status(
      String activeAdapter,
      @Nullable String latestAdapter,
      long exchanges,
      long failuresPending,
      long abstained,
      @Nullable LastNight lastNight,
      String memory,
      String model,
      long corrections,
      int adapters,
      int notificationsPending,
      String home,
      @Nullable String serverUrl,
      List<String> taintedAdapters,
      int erasuresUnfinished,
      long quarantined,
      long verified,
      @Nullable MemoryLogReply memoryLog,
      @Nullable SharedWork work)
      implements Reply {}

  /** The newest nightly run. */
  record LastNight(
      String date, String state, @Nullable String adapter, @Nullable String reason, long totalMs) {}

  /** Scores; {@code adapter} is the one asked for, each result names the one that answered. */
  record Evaluated(int total, int correct, String adapter, List<Result> results) implements Reply {}

  /** One scored question; {@code augmented} says whether corrections stood in its prompt. */
  record Result(
      String question, String answer, boolean correct, String adapter, boolean augmented) {}
}
