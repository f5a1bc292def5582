package dev.nightshift.inference;

import dev.nightshift.inference.EngineException.Code;
import dev.nightshift.kernel.KeyValueCache;
import dev.nightshift.model.ModelSpec;

/**
 * The pages of keys and values that requests may hold together. A request takes all that it may
 * come to hold, its prompt and its longest answer in whole pages, when it is begun: what has been
 * begun never lacks memory.
 *
 * <p>Counted by what a request may hold, not by what there is: a page that it shares with a
 * remembered prompt counts for both, so there are never more than were counted, but for one while
 * the end of a remembered beginning is copied. For the computing thread only, except {@link
 * #requirePossible}.
 */
final class KeyValueBudget {
  private static final int SPARE_TOKENS = 4096;

  private final long pageBytes;
  private final int pages;
  private int taken;

  /** A budget of so many bytes, for one model. */
  KeyValueBudget(ModelSpec spec, long bytes) {
    this.pageBytes = KeyValueCache.pageBytes(spec);
    this.pages = (int) Math.min(Integer.MAX_VALUE, bytes / pageBytes);
  }

  /** Pages in all. */
  int pages() {
    return pages;
  }

  /** Pages that are kept for the next request while none has them: a few long answers' worth. */
  int spare() {
    return Math.min(pages, SPARE_TOKENS / KeyValueCache.TOKENS_OF_PAGE);
  }

  /** Pages that no request has taken; remembered prompts may be in them. */
  int free() {
    return pages - taken;
  }

  void take(int count) {
    if (count > free()) {
      throw new IllegalStateException(count + " pages are asked for, " + free() + " are free");
    }
    taken += count;
  }

  void giveBack(int count) {
    taken -= count;
  }

  /** Throws CONTEXT for a request that could not be begun even if it were the only one. */
  void requirePossible(int promptTokens, int answerTokens) {
    int needed = KeyValueCache.pages(promptTokens + answerTokens);
    if (needed > pages) {
      throw new EngineException(
          Code.CONTEXT,
          ("the prompt of %d tokens and an answer of up to %d may need %d MiB for keys and values,"
                  + " but all requests together may have %d MiB, enough for %d tokens: ask for a"
                  + " shorter answer, shorten the prompt, or raise"
                  + " nightshift.engine.kv-cache-megabytes or the JVM's heap (-Xmx)")
              .formatted(
                  promptTokens,
                  answerTokens,
                  mebibytes(needed),
                  mebibytes(pages),
                  pages * (long) KeyValueCache.TOKENS_OF_PAGE));
    }
  }

  @Override
  public String toString() {
    return "%d MiB for keys and values: %d tokens"
        .formatted(mebibytes(pages), pages * (long) KeyValueCache.TOKENS_OF_PAGE);
  }

  /** Rounded up. */
  private long mebibytes(int count) {
    return Math.ceilDiv(count * pageBytes, 1L << 20);
  }
}
