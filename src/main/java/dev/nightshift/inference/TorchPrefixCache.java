package dev.nightshift.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nightshift.model.AdapterTensors;
import dev.nightshift.model.TransformerProgram;
import dev.nightshift.tensor.NativeRuntime;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Keys and values of the last prompts: what a new prompt begins with, most often the template's
 * system turn, is not computed again. They depend on the adapter, so each has its own. For the
 * computing thread only.
 */
final class TorchPrefixCache implements AutoCloseable {
  private static final int KEPT = 4;
  private static final int SHORTEST = 8;
  private static final int LONGEST = 1024;

  private final TransformerProgram program;
  private final Deque<Entry> entries = new ArrayDeque<>();

  TorchPrefixCache(TransformerProgram program) {
    this.program = program;
  }

  /** One prompt with its keys and values. */
  private static final class Entry {
    private final AdapterTensors adapter;
    private final int[] prompt;
    private final NDManager owner;
    private final NDArray values;

    Entry(AdapterTensors adapter, int[] prompt, NDManager owner, NDArray values) {
      this.adapter = adapter;
      this.prompt = prompt;
      this.owner = owner;
      this.values = values;
    }

    /** The same tensors, not merely equal ones: an adapter that was freed never matches. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(AdapterTensors other) {
      return adapter == other;
    }

    int common(int[] other) {
      int mismatch = Arrays.mismatch(prompt, other);
      return mismatch < 0 ? prompt.length : mismatch;
    }
  }

  /**
   * Fills the first slots of an empty cache with what is known of the prompt.
   *
   * @return how many tokens need not be run; the last one always must
   */
  int restore(NDManager scope, int[] prompt, NDArray cache, AdapterTensors adapter) {
    for (Entry entry : entries) {
      if (entry.isOf(adapter)) {
        int known = Math.min(entry.common(prompt), prompt.length - 1);
        if (known >= SHORTEST) {
          program.restore(scope, cache, entry.values, known);
          return known;
        }
      }
    }
    return 0;
  }

  /** Remembers a prompt that has been run, in place of the adapter's last one. */
  void keep(int[] prompt, NDArray cache, AdapterTensors adapter) {
    forget(adapter);
    int count = Math.min(prompt.length, LONGEST);
    NDManager owner = NativeRuntime.newManager();
    NDArray values = program.prefix(owner, cache, count);
    entries.addFirst(new Entry(adapter, Arrays.copyOf(prompt, count), owner, values));
    if (entries.size() > KEPT) {
      entries.removeLast().owner.close();
    }
  }

  private void forget(AdapterTensors adapter) {
    for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      if (entry.isOf(adapter)) {
        all.remove();
        entry.owner.close();
      }
    }
  }

  @Override
  public void close() {
    entries.forEach(entry -> entry.owner.close());
    entries.clear();
  }
}
