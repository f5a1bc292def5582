package dev.nightshift.kernel;

import dev.nightshift.kernel.LowRankAdapter.Halves;
import dev.nightshift.model.Projection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Products of several matrices with the same vectors, shared among the workers of a pool. */
final class Products {
  /** Pieces are multiples of so many rows. */
  private static final int ROWS = Strips.ROWS;

  /** Tokens a thread whose small work is not worth a round of the pool. */
  private static final int FEW = 4;

  /** Pieces for each thread: some threads may be late. */
  private static final int PIECES = 4;

  /** What a matrix's products are called and where they go. */
  record Target(Projection projection, TokenVectors y) {}

  /** Tokens that follow each other and have the same adapter. */
  record Adapted(int from, int to, LowRankAdapter adapter) {}

  private final WorkerPool workers;
  private final List<Adapted> adapted;
  private float[] inner = new float[0];

  Products(WorkerPool workers, List<Adapted> adapted) {
    this.workers = workers;
    this.adapted = adapted;
  }

  /** y = W x + B (A x) for every target. */
  void run(LayerWeights layer, int index, TokenVectors x, int tokens, List<Target> targets) {
    prepare(x, tokens);
    int total = 0;
    for (Target target : targets) {
      total += layer.matrix(target.projection()).rows();
    }
    int chunk = chunk(total);
    int pieces = 0;
    for (Target target : targets) {
      pieces += pieces(layer.matrix(target.projection()).rows(), chunk);
    }
    int width = inner(index, x, tokens, targets);
    workers.run(pieces, piece -> product(layer, index, x, tokens, targets, chunk, width, piece));
  }

  /** One matrix alone. */
  void run(WeightMatrix matrix, TokenVectors x, int tokens, TokenVectors y) {
    prepare(x, tokens);
    int chunk = chunk(matrix.rows());
    workers.run(
        pieces(matrix.rows(), chunk),
        piece -> {
          int row = piece * chunk;
          matrix.multiply(row, Math.min(matrix.rows(), row + chunk), x, tokens, y);
        });
  }

  private void prepare(TokenVectors x, int tokens) {
    if (tokens < FEW * workers.threads()) {
      for (int token = 0; token < tokens; token++) {
        x.prepare(token);
      }
    } else {
      workers.run(tokens, x::prepare);
    }
  }

  private int chunk(int rows) {
    int even = (rows + PIECES * workers.threads() - 1) / (PIECES * workers.threads());
    return (even + ROWS - 1) / ROWS * ROWS;
  }

  private static int pieces(int rows, int chunk) {
    return (rows + chunk - 1) / chunk;
  }

  /** Some rows of one target, what the adapters add included: one round of the pool for both. */
  private void product(
      LayerWeights layer,
      int index,
      TokenVectors x,
      int tokens,
      List<Target> targets,
      int chunk,
      int width,
      int piece) {
    int left = piece;
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      WeightMatrix matrix = layer.matrix(target.projection());
      int own = pieces(matrix.rows(), chunk);
      if (left < own) {
        int row = left * chunk;
        int end = Math.min(matrix.rows(), row + chunk);
        matrix.multiply(row, end, x, tokens, target.y());
        up(index, target, i * width * tokens, width, row, end);
        return;
      }
      left -= own;
    }
  }

  /**
   * A x of every adapter: for each target and token as many numbers as the highest rank, which is
   * returned.
   */
  private int inner(int index, TokenVectors x, int tokens, List<Target> targets) {
    int width = 0;
    for (Adapted one : adapted) {
      width = Math.max(width, one.adapter().highestRank());
    }
    int all = width * tokens * targets.size();
    if (all == 0) {
      return 0;
    }
    if (inner.length < all) {
      inner = new float[all];
    }
    int rank = width;
    WorkerPool.Pieces down =
        piece -> {
          int target = piece / tokens;
          int token = piece % tokens;
          Halves halves = halves(index, targets.get(target).projection(), token);
          if (halves != null) {
            halves.down(x.values(), x.at(token), inner, piece * rank);
          }
        };
    int pieces = targets.size() * tokens;
    if (tokens < FEW * workers.threads()) {
      for (int piece = 0; piece < pieces; piece++) {
        down.run(piece);
      }
    } else {
      workers.run(pieces, down);
    }
    return width;
  }

  private void up(int index, Target target, int from, int width, int row, int toRow) {
    TokenVectors y = target.y();
    for (Adapted one : adapted) {
      Halves halves = one.adapter().of(index, target.projection());
      if (halves != null) {
        for (int token = one.from(); token < one.to(); token++) {
          halves.up(inner, from + token * width, row, toRow, y.values(), y.at(token));
        }
      }
    }
  }

  private @Nullable Halves halves(int index, Projection projection, int token) {
    for (Adapted one : adapted) {
      if (token >= one.from() && token < one.to()) {
        return one.adapter().of(index, projection);
      }
    }
    return null;
  }
}
