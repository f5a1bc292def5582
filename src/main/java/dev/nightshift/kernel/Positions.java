package dev.nightshift.kernel;

import java.util.List;

/** Which sequence each token of a pass belongs to, and where it stands there. */
final class Positions {
  private final KeyValueCache[] known;
  private final int[] positions;

  private Positions(int tokens) {
    this.known = new KeyValueCache[tokens];
    this.positions = new int[tokens];
  }

  static Positions of(List<TokenChunk> chunks) {
    int tokens = chunks.stream().mapToInt(chunk -> chunk.tokens().length).sum();
    Positions positions = new Positions(tokens);
    int token = 0;
    for (TokenChunk chunk : chunks) {
      for (int i = 0; i < chunk.tokens().length; i++) {
        positions.known[token] = chunk.known();
        positions.positions[token++] = chunk.known().length() + i;
      }
    }
    return positions;
  }

  int count() {
    return positions.length;
  }

  KeyValueCache known(int token) {
    return known[token];
  }

  int position(int token) {
    return positions[token];
  }
}
