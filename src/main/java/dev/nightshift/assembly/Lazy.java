package dev.nightshift.assembly;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An object made when it is first asked for, once, however many threads ask. One that could not be
 * made is tried again at the next call.
 */
final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private volatile @Nullable T made;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Whether it has been asked for. */
  boolean isMade() {
    return made != null;
  }

  @Override
  public T get() {
    T ready = made;
    if (ready != null) {
      return ready;
    }
    synchronized (this) {
      T now = made;
      if (now == null) {
        now = maker.get();
        made = now;
      }
      return now;
    }
  }
}
