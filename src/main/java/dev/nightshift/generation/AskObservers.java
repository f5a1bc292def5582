package dev.nightshift.generation;

import dev.nightshift.asking.AskObserver;
import dev.nightshift.asking.AskReply;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells many what one hears, those too that come later. Thread-safe. */
public final class AskObservers implements AskObserver {
  private final List<AskObserver> observers = new CopyOnWriteArrayList<>();

  void add(AskObserver observer) {
    observers.add(observer);
  }

  @Override
  public void answered(AskReply reply) {
    observers.forEach(observer -> observer.answered(reply));
  }

  @Override
  public void failed(String model, String adapter, String cause) {
    observers.forEach(observer -> observer.failed(model, adapter, cause));
  }
}
