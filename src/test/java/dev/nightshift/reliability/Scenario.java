package dev.nightshift.reliability;

/**
 * A piece of the pipeline's life that may end at any of its operations. The same object may run on
 * many grounds and keeps nothing in between.
 */
public interface Scenario {
  /** In one word. */
  String scenarioName();

  /** Makes what is there before; nothing fails in it. */
  void prepare(Ground ground) throws Exception;

  /** What may be cut off. When something is acknowledged, it tells the ground. */
  void run(Ground ground) throws Exception;

  /**
   * Whether a death that is only played, in a process that lives on, looks to it like a real one;
   * otherwise it has to be tried with processes.
   */
  default boolean endsWithItsThread() {
    return true;
  }

  /** What a start does before it answers anybody; {@link #recover} does it again. */
  default void start(Ground ground) throws Exception {}

  /** What a start does, and then the same once more, to its end. */
  void recover(Ground ground) throws Exception;

  /** Fails with an AssertionError unless all that must hold does. */
  void check(Ground ground) throws Exception;
}
