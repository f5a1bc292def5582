package dev.nightshift.memory;

import java.util.Map;
import java.util.function.Supplier;

/** What is written ahead of the index: what is in it is acknowledged, and outlives the process. */
sealed interface AheadLog extends AutoCloseable permits WriteLog, SharedLog {
  /**
   * Logs what is to be acknowledged together, and hands it over; durable when it returns. Nothing
   * comes between the decision and the entry, also not from other nodes.
   *
   * @param deciding what is new now; may be asked again, when only its last answer counts
   * @throws MemoryException IO, then nothing of it is acknowledged
   */
  void append(Supplier<News> deciding, Handover handover);

  /**
   * The index has committed so much of it. Waits for nobody.
   *
   * @param through number of the last such frame
   */
  void release(long through);

  /** What the index's commit says of the log besides the number of the last frame. */
  Map<String, String> notes(long through);

  @Override
  void close();
}
