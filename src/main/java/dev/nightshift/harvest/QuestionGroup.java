package dev.nightshift.harvest;

import dev.nightshift.corpus.QuestionKey;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.Remembered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Failed exchanges of one question; there will be one row for all.
 *
 * @param members the exchanges, at least one
 */
record QuestionGroup(List<Remembered> members) {
  private static final Comparator<Remembered> BY_CORRECTION =
      Comparator.comparing(member -> member.correction().map(Feedback::at).orElse(Instant.MIN));

  QuestionGroup {
    members = List.copyOf(members);
  }

  /** The member that the row is made of: the one corrected last, or else the one asked last. */
  Remembered deciding() {
    return members.stream()
        .max(BY_CORRECTION.thenComparing(member -> member.exchange().at()))
        .orElseThrow();
  }

  Optional<Feedback> correction() {
    return deciding().correction();
  }

  String question() {
    return deciding().exchange().question();
  }

  /** The configured model whose schema the answers follow; empty for free text. */
  String profile() {
    return decidingExchange().context().profile();
  }

  /** Whether persons corrected it in different words. */
  boolean hasConflict() {
    return members.stream()
            .flatMap(member -> member.correction().stream())
            .map(QuestionGroup::wordsOf)
            .distinct()
            .count()
        > 1;
  }

  /** The correction that decides, as it is compared; empty without one. */
  Optional<String> correctedWords() {
    return correction().map(QuestionGroup::wordsOf);
  }

  /** Whether both have a correction, and the same one. */
  boolean hasSameCorrectionAs(QuestionGroup other) {
    Optional<String> mine = correctedWords();
    return mine.isPresent() && mine.equals(other.correctedWords());
  }

  /** Ids of the exchanges, the deciding one first. */
  List<String> exchangeIds() {
    return decidingFirst().map(member -> member.exchange().id()).toList();
  }

  /** Who stands behind the row, the deciding person first. */
  List<String> authors() {
    return decidingFirst()
        .map(
            member ->
                member
                    .correction()
                    .map(Feedback::author)
                    .orElseGet(() -> member.exchange().author()))
        .distinct()
        .toList();
  }

  QuestionGroup with(QuestionGroup other) {
    List<Remembered> all = new ArrayList<>(members);
    all.addAll(other.members);
    return new QuestionGroup(all);
  }

  Exchange decidingExchange() {
    return deciding().exchange();
  }

  private Stream<Remembered> decidingFirst() {
    Remembered first = deciding();
    return Stream.concat(
        Stream.of(first), members.stream().filter(member -> !member.equals(first)));
  }

  private static String wordsOf(Feedback correction) {
    return QuestionKey.of(String.valueOf(correction.correction()));
  }
}
