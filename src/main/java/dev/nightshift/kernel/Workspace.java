package dev.nightshift.kernel;

import dev.nightshift.model.ModelSpec;

/** What a pass over some tokens computes in. */
final class Workspace {
  final int tokens;
  final TokenVectors stream;
  final TokenVectors normed;
  final TokenVectors query;
  final TokenVectors key;
  final TokenVectors value;
  final TokenVectors attended;
  final TokenVectors projected;
  final TokenVectors gate;
  final TokenVectors up;
  final Rotary.Angles far;
  final Rotary.Angles near;

  Workspace(ModelSpec spec, int tokens) {
    this.tokens = tokens;
    this.stream = TokenVectors.results(spec.hidden(), tokens);
    this.normed = TokenVectors.factors(spec.hidden(), tokens);
    this.query = TokenVectors.results(spec.queryWidth(), tokens);
    this.key = TokenVectors.results(spec.kvWidth(), tokens);
    this.value = TokenVectors.results(spec.kvWidth(), tokens);
    this.attended = TokenVectors.factors(spec.queryWidth(), tokens);
    this.projected = TokenVectors.results(spec.hidden(), tokens);
    this.gate = TokenVectors.factors(spec.feedForward(), tokens);
    this.up = TokenVectors.results(spec.feedForward(), tokens);
    this.far = new Rotary.Angles(spec, tokens);
    this.near = new Rotary.Angles(spec, spec.traits().window().any() ? tokens : 0);
  }
}
