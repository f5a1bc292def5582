package dev.nightshift.gateway;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.Match;
import dev.nightshift.memory.MemoryException;
import dev.nightshift.memory.Remembered;
import dev.nightshift.memory.Window;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps exchanges in a list, or cannot write. */
final class FakeMemory implements ExchangeMemory {
  final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  final List<Feedback> feedback = new CopyOnWriteArrayList<>();
  volatile boolean broken;

  @Override
  public void record(List<Exchange> more) {
    check();
    exchanges.addAll(more);
  }

  @Override
  public void record(Feedback fact) {
    check();
    if (find(fact.exchangeId()).isEmpty()) {
      throw new MemoryException(
          MemoryException.Code.UNKNOWN_EXCHANGE, "there is no exchange " + fact.exchangeId());
    }
    feedback.add(fact);
  }

  @Override
  public Optional<Remembered> find(String id) {
    return exchanges.stream()
        .filter(exchange -> exchange.id().equals(id))
        .findFirst()
        .map(exchange -> new Remembered(exchange, said(id)));
  }

  private List<Feedback> said(String id) {
    return feedback.stream().filter(one -> one.exchangeId().equals(id)).toList();
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
    check();
    return new Counts(exchanges.size(), 0, 0);
  }

  private void check() {
    if (broken) {
      throw new MemoryException(MemoryException.Code.IO, "the disk of the memory is full");
    }
  }

  @Override
  public void close() {}
}
