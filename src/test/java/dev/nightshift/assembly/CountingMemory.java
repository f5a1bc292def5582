package dev.nightshift.assembly;

import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.memory.ExchangeMemory;
import dev.nightshift.memory.Match;
import dev.nightshift.memory.Remembered;
import dev.nightshift.memory.Window;
import java.util.List;
import java.util.Optional;

/** Counts the writes that go to another memory. */
final class CountingMemory implements ExchangeMemory {
  private final ExchangeMemory memory;
  private int writes;

  CountingMemory(ExchangeMemory memory) {
    this.memory = memory;
  }

  int writes() {
    return writes;
  }

  @Override
  public void record(List<Exchange> exchanges) {
    writes++;
    memory.record(exchanges);
  }

  @Override
  public void record(Feedback feedback) {
    writes++;
    memory.record(feedback);
  }

  @Override
  public void recordAll(List<Feedback> feedback) {
    writes++;
    memory.recordAll(feedback);
  }

  @Override
  public Optional<Remembered> find(String id) {
    return memory.find(id);
  }

  @Override
  public List<Match> similar(String question, int k) {
    return memory.similar(question, k);
  }

  @Override
  public List<Match> corrected(String question, int k) {
    return memory.corrected(question, k);
  }

  @Override
  public List<Remembered> failures(Window window) {
    return memory.failures(window);
  }

  @Override
  public List<Remembered> successes(int limit) {
    return memory.successes(limit);
  }

  @Override
  public Counts counts() {
    return memory.counts();
  }

  @Override
  public void close() {
    memory.close();
  }
}
