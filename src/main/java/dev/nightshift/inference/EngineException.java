package dev.nightshift.inference;

import java.util.concurrent.ExecutionException;

/** The engine could not do what was asked. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Code {
    /** Too many requests wait already. */
    BUSY,
    /** The request's time was up. */
    TIMEOUT,
    /** The caller gave up, or the waiting thread was interrupted. */
    CANCELLED,
    /** The prompt does not fit the context, or the request the memory for keys and values. */
    CONTEXT,
    /** The constraint cannot be kept, or not with so few tokens. */
    CONSTRAINT,
    /** The engine is closed. */
    CLOSED,
    /** The adapter file cannot be read, or is not an adapter. */
    ADAPTER_UNREADABLE,
    /** The adapter was made for another model. */
    ADAPTER_BASE,
    /** The adapter holds nothing. */
    ADAPTER_EMPTY,
    /** A half is missing, a name is unknown or a shape is wrong. */
    ADAPTER_SHAPE,
    /** The adapter holds NaN or infinite numbers, or its alpha is not usable. */
    ADAPTER_NUMBERS,
    /** The computation gave NaN: the adapter drives the model out of its range. */
    NUMBERS,
    /** The JVM's memory ran out. */
    MEMORY,
    /** The native library failed, or the program itself. */
    NATIVE
  }

  private final Code code;

  public EngineException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public EngineException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What a computation on another thread failed with, as the waiting thread should see it. */
  static EngineException of(ExecutionException wrapper) {
    Throwable cause = wrapper.getCause();
    if (cause instanceof EngineException own) {
      // Made on the engine's thread; the caller's stack is what helps.
      return new EngineException(own.code(), String.valueOf(own.getMessage()), own);
    }
    if (cause instanceof OutOfMemoryError) {
      return new EngineException(
          Code.MEMORY,
          "memory ran out while the request was computed ("
              + cause.getMessage()
              + "): give the JVM more heap (-Xmx), or the requests less of it"
              + " (nightshift.engine.kv-cache-megabytes, .batch-size)",
          wrapper);
    }
    return new EngineException(Code.NATIVE, "the engine failed: " + cause, wrapper);
  }

  /** What went wrong. */
  public Code code() {
    return code;
  }

  /** Whether the adapter is to blame, whatever the request was. */
  public boolean adapter() {
    return switch (code) {
      case ADAPTER_UNREADABLE,
          ADAPTER_BASE,
          ADAPTER_EMPTY,
          ADAPTER_SHAPE,
          ADAPTER_NUMBERS,
          NUMBERS ->
          true;
      case BUSY, TIMEOUT, CANCELLED, CONTEXT, CONSTRAINT, CLOSED, MEMORY, NATIVE -> false;
    };
  }
}
