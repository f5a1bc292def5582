package dev.nightshift.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nightshift.inference.Sampler.Draw;
import dev.nightshift.model.AdapterTensors;
import dev.nightshift.model.Tokenizer;
import dev.nightshift.tensor.NativeRuntime;

/** Writes one answer, token by token. */
final class Decoding {
  private final LoadedModel model;
  private final Tokenizer tokenizer;
  private final TorchPrefixCache known;

  Decoding(LoadedModel model, Tokenizer tokenizer, TorchPrefixCache known) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.known = known;
  }

  Completion run(AnswerRow row, AdapterTensors adapter, Limits limits) {
    int[] prompt = row.prompt();
    try (NDManager scope = NativeRuntime.newManager()) {
      NDArray cache = model.program().cache(scope, 1, prompt.length + row.maxTokens());
      boolean done;
      try (NDManager first = scope.newSubManager()) {
        int from = known.restore(first, prompt, cache, adapter);
        NDArray logits = model.prefill(first, prompt, from, cache, adapter, limits);
        known.keep(prompt, cache, adapter);
        done = take(first, logits, row);
      }
      while (!done) {
        limits.check();
        int slot = prompt.length + row.tokens() - 1;
        try (NDManager next = scope.newSubManager()) {
          NDArray logits = model.step(next, new long[] {row.last()}, cache, slot, adapter);
          done = take(next, logits, row);
        }
      }
      return row.completion();
    }
  }

  private boolean take(NDManager scope, NDArray logits, AnswerRow row) {
    if (row.takesMostProbable()) {
      float[] best = model.program().choose(scope, logits).toFloatArray();
      return row.take(new Draw((int) best[0], best[1]), tokenizer.eosIds());
    }
    float[] all = logits.toFloatArray();
    return row.take(all, 0, all.length, tokenizer.eosIds());
  }
}
