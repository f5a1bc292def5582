package dev.nightshift.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nightshift.inference.Completion.FinishReason;
import dev.nightshift.inference.EngineException.Code;
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

  Completion run(
      int[] prompt,
      int maxTokens,
      CompletionRequest request,
      AdapterTensors adapter,
      Limits limits) {
    AnswerText answer = new AnswerText(tokenizer.stream(), request.stop(), request.listener());
    Sampler sampler = new Sampler(request.temperature(), request.topP(), request.seed());
    boolean greedy = request.temperature() == 0;
    try (NDManager scope = NativeRuntime.newManager()) {
      NDArray cache = model.program().cache(scope, 1, prompt.length + maxTokens);
      Draw draw;
      try (NDManager first = scope.newSubManager()) {
        int from = known.restore(first, prompt, cache, adapter);
        NDArray logits = model.prefill(first, prompt, from, cache, adapter, limits);
        known.keep(prompt, cache, adapter);
        draw = draw(first, logits, greedy, sampler);
      }
      while (true) {
        if (tokenizer.eosIds().contains(draw.token())) {
          answer.end();
          return answer.complete(prompt.length, FinishReason.STOP);
        }
        if (answer.add(draw.token(), draw.logProbability())) {
          return answer.complete(prompt.length, FinishReason.STOP);
        }
        if (answer.tokens() == maxTokens) {
          return answer.complete(prompt.length, FinishReason.LENGTH);
        }
        limits.check();
        int slot = prompt.length + answer.tokens() - 1;
        try (NDManager next = scope.newSubManager()) {
          NDArray logits = model.step(next, new long[] {draw.token()}, cache, slot, adapter);
          draw = draw(next, logits, greedy, sampler);
        }
      }
    }
  }

  private Draw draw(NDManager scope, NDArray logits, boolean greedy, Sampler sampler) {
    Draw draw;
    if (greedy) {
      float[] best = model.program().choose(scope, logits).toFloatArray();
      draw = new Draw((int) best[0], best[1]);
    } else {
      draw = sampler.draw(logits.toFloatArray());
    }
    return checked(draw);
  }

  /** Refuses what is no number: nothing that follows would mean anything. */
  static Draw checked(Draw draw) {
    if (!Double.isFinite(draw.logProbability())) {
      throw new EngineException(
          Code.NUMBERS, "the model computed no usable probabilities (NaN or infinite)");
    }
    return draw;
  }
}
