package dev.nightshift.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nightshift.inference.Sampler.Draw;
import dev.nightshift.model.AdapterTensors;
import dev.nightshift.model.CachedTokens;
import dev.nightshift.model.Tokenizer;
import dev.nightshift.tensor.NativeRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes several answers at once, greedily. Prompts are padded on the left so that all rows write
 * the same slot of the cache; padding is masked, and each row counts positions from its own first
 * token. Finished rows leave the batch when they are at least half of it.
 */
final class BatchDecoding {
  private final LoadedModel model;
  private final Tokenizer tokenizer;
  private final AdapterTensors adapter;
  private final Limits limits;
  private final List<AnswerRow> rows;
  private final boolean[] done;

  /** Tokens of the longest prompt; what is shorter is padded to it. */
  private final int width;

  BatchDecoding(
      LoadedModel model,
      Tokenizer tokenizer,
      AdapterTensors adapter,
      Limits limits,
      List<AnswerRow> batch) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.adapter = adapter;
    this.limits = limits;
    this.rows = new ArrayList<>(batch);
    this.done = new boolean[batch.size()];
    this.width = batch.stream().mapToInt(row -> row.prompt().length).max().orElseThrow();
  }

  void run() {
    int longest = rows.stream().mapToInt(AnswerRow::maxTokens).max().orElseThrow();
    try (NDManager scope = NativeRuntime.newManager()) {
      NDArray cache = model.program().cache(scope, rows.size(), width + longest);
      try (NDManager first = scope.newSubManager()) {
        take(first, prompts(first, cache));
      }
      for (int slot = width; finished() < rows.size(); slot++) {
        limits.check();
        if (2 * finished() >= rows.size()) {
          cache = shrink(scope, cache);
        }
        try (NDManager step = scope.newSubManager()) {
          take(step, next(step, cache, slot));
        }
      }
    }
  }

  private int finished() {
    int finished = 0;
    for (int i = 0; i < rows.size(); i++) {
      finished += done[i] ? 1 : 0;
    }
    return finished;
  }

  /** Runs all prompts into the cache; logits [rows, V]. */
  private NDArray prompts(NDManager scope, NDArray cache) {
    int count = rows.size();
    long[] ids = new long[count * width];
    long[] positions = new long[count * width];
    boolean[] mask = new boolean[count * width * width];
    for (int row = 0; row < count; row++) {
      int[] prompt = rows.get(row).prompt();
      int padding = width - prompt.length;
      for (int t = 0; t < width; t++) {
        int from = (row * width + t) * width;
        if (t < padding) {
          // Sees itself alone: a row of the mask without any true would give NaN.
          mask[from + t] = true;
        } else {
          ids[row * width + t] = prompt[t - padding];
          positions[row * width + t] = (long) t - padding;
          Arrays.fill(mask, from + padding, from + t + 1, true);
        }
      }
    }
    CachedTokens tokens =
        new CachedTokens(
            scope.create(ids, new Shape(count, width)),
            scope.create(positions, new Shape(count, 1, width)),
            scope.create(mask, new Shape(count, 1, width, width)),
            cache,
            0);
    return model.program().step(scope, tokens, model.weights(), adapter);
  }

  /** Runs the token that each row took last; logits [rows, V]. */
  private NDArray next(NDManager scope, NDArray cache, int slot) {
    int count = rows.size();
    long[] ids = new long[count];
    long[] positions = new long[count];
    boolean[] mask = new boolean[count * (slot + 1)];
    for (int row = 0; row < count; row++) {
      int padding = width - rows.get(row).prompt().length;
      ids[row] = rows.get(row).last();
      // What a finished row computes is not looked at; its place would go on past the last one.
      positions[row] = done[row] ? 0 : (long) slot - padding;
      Arrays.fill(mask, row * (slot + 1) + padding, (row + 1) * (slot + 1), true);
    }
    CachedTokens tokens =
        new CachedTokens(
            scope.create(ids, new Shape(count, 1)),
            scope.create(positions, new Shape(count, 1, 1)),
            scope.create(mask, new Shape(count, 1, 1, slot + 1)),
            cache,
            slot);
    return model.program().step(scope, tokens, model.weights(), adapter);
  }

  private void take(NDManager scope, NDArray logits) {
    if (!rows.stream().allMatch(AnswerRow::takesMostProbable)) {
      float[] all = logits.toFloatArray();
      int count = all.length / rows.size();
      for (int row = 0; row < rows.size(); row++) {
        if (!done[row]) {
          done[row] = rows.get(row).take(all, row * count, count, tokenizer.eosIds());
        }
      }
      return;
    }
    float[] best = model.program().choose(scope, logits).toFloatArray();
    for (int row = 0; row < rows.size(); row++) {
      if (!done[row]) {
        Draw draw = new Draw((int) best[2 * row], best[2 * row + 1]);
        done[row] = rows.get(row).take(draw, tokenizer.eosIds());
      }
    }
  }

  /** Keeps the rows that are not finished; the old cache is freed. */
  private NDArray shrink(NDManager scope, NDArray cache) {
    List<AnswerRow> left = new ArrayList<>();
    long[] kept = new long[rows.size() - finished()];
    for (int row = 0; row < rows.size(); row++) {
      if (!done[row]) {
        kept[left.size()] = row;
        left.add(rows.get(row));
      }
    }
    rows.clear();
    rows.addAll(left);
    Arrays.fill(done, false);
    NDArray smaller;
    try (NDArray indices = scope.create(kept)) {
      smaller = model.program().keep(scope, cache, indices);
    }
    cache.close();
    return smaller;
  }
}
