package dev.nightshift.kernel;

import java.util.List;

/** Which sequence each token of a pass belongs to, and where it stands there. */
final class Places {
  private final KeyValues[] known;
  private final int[] positions;

  private Places(int tokens) {
    this.known = new KeyValues[tokens];
    this.positions = new int[tokens];
  }

  static Places of(List<Stretch> stretches) {
    int tokens = stretches.stream().mapToInt(stretch -> stretch.tokens().length).sum();
    Places places = new Places(tokens);
    int token = 0;
    for (Stretch stretch : stretches) {
      for (int i = 0; i < stretch.tokens().length; i++) {
        places.known[token] = stretch.known();
        places.positions[token++] = stretch.known().length() + i;
      }
    }
    return places;
  }

  int count() {
    return positions.length;
  }

  KeyValues known(int token) {
    return known[token];
  }

  int position(int token) {
    return positions[token];
  }
}
