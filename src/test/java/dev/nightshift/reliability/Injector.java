package dev.nightshift.reliability;

import java.io.IOException;

/** What happens at an operation. Called with a lock held, so one at a time. */
public interface Injector {
  /** Nothing ever happens. */
  Injector NONE = operation -> {};

  /** Before an operation; what it throws keeps the operation from being done. */
  void before(Operation operation) throws IOException;

  /** After an operation, which has been done. */
  default void after(Operation operation) throws IOException {}

  /** How many bytes of a write are done. */
  default int allowed(Operation operation, int bytes) {
    return bytes;
  }
}
