package dev.nightshift.erasure;

import dev.nightshift.adapter.Forgotten;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.ErasableMemory;
import dev.nightshift.memory.Remembered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What goes out of the memory.
 *
 * @param exchanges that go with all that was said of them
 * @param said single feedback on exchanges that stay
 */
record ErasureTarget(List<Remembered> exchanges, List<Feedback> said) {
  ErasureTarget {
    exchanges = List.copyOf(exchanges);
    said = List.copyOf(said);
  }

  /** What an order means, and what erasures that were cut off have left. */
  static ErasureTarget of(ErasureOrder order, List<Forgotten> unfinished, ErasableMemory memory) {
    Map<String, Remembered> exchanges = new LinkedHashMap<>();
    Map<String, Feedback> said = new LinkedHashMap<>();
    List<Remembered> meant =
        switch (order) {
          case ErasureOrder.OfExchange(String id) -> memory.find(id).stream().toList();
          case ErasureOrder.OfAuthor(String author) -> memory.of(author);
        };
    for (Remembered one : meant) {
      boolean whole = order.who().isEmpty() || one.exchange().author().equals(order.who());
      if (whole) {
        exchanges.put(one.exchange().id(), one);
      } else {
        one.feedback().stream()
            .filter(feedback -> feedback.author().equals(order.who()))
            .forEach(feedback -> said.put(feedback.id(), feedback));
      }
    }
    for (Forgotten left : unfinished) {
      left.exchanges().stream()
          .flatMap(id -> memory.find(id).stream())
          .forEach(one -> exchanges.put(one.exchange().id(), one));
      left.said().stream()
          .flatMap(place -> feedback(place, memory))
          .forEach(feedback -> said.put(feedback.id(), feedback));
    }
    said.values().removeIf(feedback -> exchanges.containsKey(feedback.exchangeId()));
    return new ErasureTarget(new ArrayList<>(exchanges.values()), new ArrayList<>(said.values()));
  }

  private static Stream<Feedback> feedback(String place, ErasableMemory memory) {
    int space = place.lastIndexOf(' ');
    return memory.find(place.substring(0, space)).stream()
        .flatMap(one -> one.feedback().stream())
        .filter(feedback -> feedback.id().equals(place.substring(space + 1)));
  }

  /** Where single feedback is, as {@link Forgotten#said} has it. */
  List<String> places() {
    return said.stream().map(one -> one.exchangeId() + " " + one.id()).toList();
  }

  boolean isEmpty() {
    return exchanges.isEmpty() && said.isEmpty();
  }

  /** Ids of the exchanges that go. */
  Set<String> ids() {
    return exchanges.stream()
        .map(one -> one.exchange().id())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Ids of the feedback that goes by itself. */
  Set<String> saidIds() {
    return said.stream().map(Feedback::id).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Ids of exchanges that stay, and whose correction goes. */
  Set<String> corrected() {
    return said.stream()
        .filter(one -> one.correction() != null)
        .map(Feedback::exchangeId)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Ids of exchanges whose corrections others may have been told. */
  Set<String> tellable() {
    Set<String> ids = corrected();
    exchanges.stream()
        .filter(one -> one.feedback().stream().anyMatch(f -> f.correction() != null))
        .forEach(one -> ids.add(one.exchange().id()));
    return ids;
  }

  /** Every correction in it. */
  Stream<String> corrections() {
    return Stream.concat(said.stream(), exchanges.stream().flatMap(one -> one.feedback().stream()))
        .flatMap(one -> Stream.ofNullable(one.correction()));
  }

  /** How many things were said in all. */
  int feedback() {
    return said.size() + exchanges.stream().mapToInt(one -> one.feedback().size()).sum();
  }

  /** When the first of the exchanges happened whose answer may be replayed; null for none. */
  @Nullable Instant replayable() {
    return exchanges.stream()
        .filter(one -> one.outcome().success())
        .map(one -> one.exchange().at())
        .min(Instant::compareTo)
        .orElse(null);
  }

  /** Every text in it. */
  Stream<String> texts() {
    return Stream.concat(
        exchanges.stream()
            .flatMap(
                one ->
                    Stream.concat(
                        Stream.of(one.exchange().question(), one.exchange().answer()),
                        words(one.feedback()))),
        words(said));
  }

  private static Stream<String> words(List<Feedback> feedback) {
    return feedback.stream()
        .flatMap(
            one ->
                Stream.concat(
                    Stream.ofNullable(one.correction()), Stream.ofNullable(one.comment())));
  }
}
