package dev.nightshift.inference;

import dev.nightshift.grammar.ConstrainedAnswer;
import dev.nightshift.inference.Sampler.Draw;
import dev.nightshift.kernel.LogProbabilities;
import dev.nightshift.kernel.LogProbabilities.Likely;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the next token of an answer: the most probable one or a drawn one, of those that the
 * answer's constraint allows. Log-probabilities are among all tokens, allowed or not.
 */
record TokenChoice(@Nullable Sampler sampler, @Nullable ConstrainedAnswer constrained) {
  static TokenChoice of(CompletionRequest request, @Nullable ConstrainedAnswer constrained) {
    Sampler sampler =
        request.temperature() == 0
            ? null
            : new Sampler(request.temperature(), request.topP(), request.seed());
    return new TokenChoice(sampler, constrained);
  }

  /** Chooses by the {@code count} logits from {@code at} on. */
  Draw next(float[] logits, int at, int count) {
    if (sampler == null) {
      Likely best = LogProbabilities.best(logits, at, count);
      return constrained == null || constrained.allows(best.token())
          ? new Draw(best.token(), best.logProbability())
          : among(constrained.allowed(), logits, at, count);
    }
    float[] own = Arrays.copyOfRange(logits, at, at + count);
    if (constrained == null) {
      return sampler.draw(own);
    }
    BitSet allowed = constrained.allowed();
    for (int i = allowed.nextClearBit(0); i < count; i = allowed.nextClearBit(i + 1)) {
      own[i] = Float.NEGATIVE_INFINITY;
    }
    return of(sampler.draw(own).token(), logits, at, count);
  }

  private static Draw among(BitSet allowed, float[] logits, int at, int count) {
    int best = allowed.nextSetBit(0);
    for (int i = best; i >= 0 && i < count; i = allowed.nextSetBit(i + 1)) {
      best = logits[at + i] > logits[at + best] ? i : best;
    }
    return of(best, logits, at, count);
  }

  private static Draw of(int token, float[] logits, int at, int count) {
    return new Draw(token, LogProbabilities.of(token, logits, at, count));
  }
}
