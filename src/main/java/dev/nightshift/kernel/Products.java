package dev.nightshift.kernel;

import dev.nightshift.kernel.LowRankAdapter.Halves;
import dev.nightshift.model.Projection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Products of several matrices with the same vectors, shared among the workers of a pool. */
final class Products {
  /** Pieces are multiples of so many rows. */
  private static final int ROWS = Strips.ROWS;

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
    workers.run(pieces, piece -> product(layer, x, tokens, targets, chunk, piece));
    if (!adapted.isEmpty()) {
      adapt(index, x, tokens, targets, chunk, pieces, layer);
    }
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
    if (tokens < 4 * workers.threads()) {
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

  private static void product(
      LayerWeights layer, TokenVectors x, int tokens, List<Target> targets, int chunk, int piece) {
    int left = piece;
    for (Target target : targets) {
      WeightMatrix matrix = layer.matrix(target.projection());
      int own = pieces(matrix.rows(), chunk);
      if (left < own) {
        int row = left * chunk;
        matrix.multiply(row, Math.min(matrix.rows(), row + chunk), x, tokens, target.y());
        return;
      }
      left -= own;
    }
  }

  private void adapt(
      int index,
      TokenVectors x,
      int tokens,
      List<Target> targets,
      int chunk,
      int pieces,
      LayerWeights layer) {
    int rank = 0;
    for (Adapted one : adapted) {
      rank = Math.max(rank, one.adapter().highestRank());
    }
    int width = rank;
    int perTarget = width * tokens;
    if (inner.length < perTarget * targets.size()) {
      inner = new float[perTarget * targets.size()];
    }
    workers.run(
        targets.size() * tokens,
        piece -> {
          int target = piece / tokens;
          int token = piece % tokens;
          Halves halves = halves(index, targets.get(target).projection(), token);
          if (halves != null) {
            int to = target * perTarget + token * width;
            halves.down(x.values(), x.at(token), inner, to);
          }
        });
    workers.run(
        pieces,
        piece -> {
          int left = piece;
          for (int target = 0; target < targets.size(); target++) {
            Projection projection = targets.get(target).projection();
            int rows = layer.matrix(projection).rows();
            int own = pieces(rows, chunk);
            if (left < own) {
              int row = left * chunk;
              up(
                  index,
                  targets.get(target),
                  target * perTarget,
                  width,
                  row,
                  Math.min(rows, row + chunk));
              return;
            }
            left -= own;
          }
        });
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
