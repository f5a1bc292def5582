package dev.nightshift.corpus;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a rows file: a question, the answer to teach, and where both came from. Names in the
 * file are the components' names in snake case, and {@code id}.
 *
 * @param instruction the question
 * @param output the answer to teach
 * @param reasoning why that is the answer; may be empty
 * @param qualityScore 0 to 1; 1 for a person's correction
 * @param heuristicScore {@link QualityScore} of the output against the bad answer, 0 to 1
 * @param source who stands for the answer
 * @param badAnswer the answer that failed, redacted like the rest; empty if unknown
 * @param exchangeIds the exchanges it came from, the deciding one first
 * @param authors people behind it, the deciding one first
 * @param model the base model that gave the bad answer
 * @param harvestedAt when the row was made
 * @param correctedAt when the person corrected the answer; null unless a correction
 * @param agreement weight share of the seats behind the answer, 0 to 1
 * @param votes how each seat voted
 * @param profile id of the configured model whose schema the output follows; empty for free text
 * @param evidence what else the council was shown; not what it came from
 */
public record TrainingRow(
    String instruction,
    String output,
    String reasoning,
    double qualityScore,
    double heuristicScore,
    RowSource source,
    String badAnswer,
    List<String> exchangeIds,
    List<String> authors,
    String model,
    Instant harvestedAt,
    @Nullable Instant correctedAt,
    double agreement,
    List<RowVote> votes,
    String profile,
    List<Evidence> evidence) {

  public TrainingRow {
    if (instruction.isBlank() || output.isBlank()) {
      throw new IllegalArgumentException("a training row needs an instruction and an output");
    }
    requireShare("qualityScore", qualityScore);
    requireShare("heuristicScore", heuristicScore);
    requireShare("agreement", agreement);
    exchangeIds = List.copyOf(exchangeIds);
    authors = List.copyOf(authors);
    votes = List.copyOf(votes);
    evidence = List.copyOf(evidence);
  }

  /** Digest of instruction and output: the same pair has the same id wherever it is found. */
  public String id() {
    return RowIds.of(instruction, output);
  }

  /** What makes two rows rows of the same question, answered in the same form. */
  public String questionKey() {
    return QuestionKey.of(instruction, profile);
  }

  /** The same row with all that stands behind another one that says the same, each once. */
  TrainingRow withAllBehind(TrainingRow other) {
    return with(
        RowIds.union(exchangeIds, other.exchangeIds),
        RowIds.union(authors, other.authors),
        RowIds.union(evidence, other.evidence));
  }

  /** The same row with more exchanges, each once. */
  TrainingRow withMoreExchanges(List<String> more) {
    return with(RowIds.union(exchangeIds, more), authors, evidence);
  }

  private TrainingRow with(
      List<String> exchangeIds, List<String> authors, List<Evidence> evidence) {
    return new TrainingRow(
        instruction,
        output,
        reasoning,
        qualityScore,
        heuristicScore,
        source,
        badAnswer,
        exchangeIds,
        authors,
        model,
        harvestedAt,
        correctedAt,
        agreement,
        votes,
        profile,
        evidence);
  }

  /**
   * Whether this row takes the place of another one of the same question: a person's word is never
   * replaced by a council's; between two of a kind the newer wins.
   */
  public boolean supersedes(TrainingRow other) {
    Instant mine = correctedAt;
    Instant theirs = other.correctedAt;
    if (mine != null && theirs != null) {
      return !mine.isBefore(theirs);
    }
    if (source != other.source
        && (source == RowSource.CORRECTION || other.source == RowSource.CORRECTION)) {
      return source == RowSource.CORRECTION;
    }
    return !harvestedAt.isBefore(other.harvestedAt);
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be within 0 and 1: " + value);
    }
  }
}
