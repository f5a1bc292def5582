package dev.nightshift.grammar;

import java.util.BitSet;

/**
 * Where an answer stands in its constraint. When few tokens are left, only those are allowed after
 * which it can still be completed. Not for several threads.
 */
public final class ConstrainedAnswer {
  private final TokenConstraint constraint;
  private int state;
  private int left;

  ConstrainedAnswer(TokenConstraint constraint, int maxTokens) {
    this.constraint = constraint;
    this.left = maxTokens;
  }

  /** Whether a token may be next. */
  public boolean allows(int token) {
    if (constraint.isEnd(token)) {
      return constraint.accepting(state);
    }
    int next = constraint.next(state, token);
    return next != Dfa.DEAD && constraint.within(next, left - 1);
  }

  /** All tokens that may be next, of which there is at least one; not to be changed. */
  public BitSet allowed() {
    return constraint.mask(state, left - 1);
  }

  /** Goes on by a token that is allowed and does not end the answer. */
  public void take(int token) {
    state = constraint.next(state, token);
    left--;
  }

  /** Whether what has been written satisfies the constraint. */
  public boolean satisfied() {
    return constraint.accepting(state);
  }

  /** Whether it satisfies the constraint and nothing may follow. */
  public boolean complete() {
    return constraint.complete(state);
  }
}
