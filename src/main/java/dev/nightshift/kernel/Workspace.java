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
    this.stream = new TokenVectors(spec.hidden(), tokens);
    this.normed = new TokenVectors(spec.hidden(), tokens);
    this.query = new TokenVectors(spec.queryWidth(), tokens);
    this.key = new TokenVectors(spec.kvWidth(), tokens);
    this.value = new TokenVectors(spec.kvWidth(), tokens);
    this.attended = new TokenVectors(spec.queryWidth(), tokens);
    this.projected = new TokenVectors(spec.hidden(), tokens);
    this.gate = new TokenVectors(spec.feedForward(), tokens);
    this.up = new TokenVectors(spec.feedForward(), tokens);
    this.far = new Rotary.Angles(spec, tokens);
    this.near = new Rotary.Angles(spec, spec.traits().window().any() ? tokens : 0);
  }
}
