package dev.nightshift.asking;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.Match;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.memory.Remembered;
import dev.nightshift.memory.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what is recorded, and finds nothing. */
final class RecordedMemory implements ExchangeMemory {
  final List<Exchange> exchanges = new ArrayList<>();
  final List<Feedback> facts = new ArrayList<>();
  boolean broken;

  @Override
  public void record(List<Exchange> more) {
    if (broken) {
      throw new MemoryException(MemoryException.Code.IO, "disk full");
    }
    exchanges.addAll(more);
  }

  @Override
  public void record(Feedback fact) {
    facts.add(fact);
  }

  @Override
  public Optional<Remembered> find(String id) {
    return Optional.empty();
  }

  @Override
  public List<Match> similar(String question, int k) {
    return List.of();
  }

  @Override
  public List<Match> corrected(String question, int k) {
    return List.of();
  }

  @Override
  public List<Remembered> failures(Window window) {
    return List.of();
  }

  @Override
  public List<Remembered> successes(int limit) {
    return List.of();
  }

  @Override
  public Counts counts() {
    return new Counts(exchanges.size(), 0, 0);
  }

  @Override
  public void close() {}
}
