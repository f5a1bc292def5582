package dev.nightshift.gateway;

import dev.nightshift.asking.AskReply;
import dev.nightshift.exchange.WrittenToken;
import dev.nightshift.serving.AnswerListener;
import dev.nightshift.serving.ServingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands an answer from the thread that computes it to the one that writes it to a client. The one
 * never waits for the other: a client that is too far behind loses its answer, which is cancelled,
 * so that its place is free for others at once.
 */
final class AnswerHandover implements AnswerListener {
  /** What has come since, or how it ended. */
  sealed interface News {
    /**
     * Pieces, joined.
     *
     * @param tokens that begin in them, where the backend tells
     */
    record Text(String text, List<WrittenToken> tokens) implements News {}

    /** The answer is complete and remembered. */
    record Done(AskReply reply) implements News {}

    /** There is no answer, or no more of it. */
    record Failed(RuntimeException cause) implements News {}

    /** Nothing yet. */
    record Nothing() implements News {}
  }

  private final int mostBehind;
  private final StringBuilder pieces = new StringBuilder();
  private final List<WrittenToken> tokens = new ArrayList<>();
  private @Nullable News end;
  private boolean left;

  /**
   * A handover.
   *
   * @param mostBehind characters that may wait to be written; more only in one piece
   */
  AnswerHandover(int mostBehind) {
    this.mostBehind = mostBehind;
  }

  @Override
  public void piece(String text) {
    piece(text, List.of());
  }

  @Override
  public synchronized void piece(String text, List<WrittenToken> begun) {
    if (left) {
      return;
    }
    if (!pieces.isEmpty() && pieces.length() + text.length() > mostBehind) {
      end(
          new News.Failed(
              new ServingException(
                  ServingException.Code.CANCELLED,
                  "the client reads too slowly: %d characters wait for it"
                      .formatted(pieces.length()))));
      leave();
      return;
    }
    pieces.append(text);
    tokens.addAll(begun);
    notifyAll();
  }

  @Override
  public synchronized boolean cancelled() {
    return left;
  }

  /** Nobody takes any more of it. */
  synchronized void leave() {
    left = true;
    pieces.setLength(0);
    tokens.clear();
  }

  /** Tells how it ended; the first word counts. */
  synchronized void end(News how) {
    if (end == null) {
      end = how;
    }
    notifyAll();
  }

  /** What is new, waiting a while for it; pieces come before the end. */
  synchronized News next(Duration patience) throws InterruptedException {
    long start = System.nanoTime();
    long remaining = patience.toNanos();
    while (pieces.isEmpty() && tokens.isEmpty() && end == null && remaining > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, remaining);
      remaining = patience.toNanos() - (System.nanoTime() - start);
    }
    if (!pieces.isEmpty() || !tokens.isEmpty()) {
      News text = new News.Text(pieces.toString(), List.copyOf(tokens));
      pieces.setLength(0);
      tokens.clear();
      return text;
    }
    return end == null ? new News.Nothing() : end;
  }
}
