package dev.nightshift.model;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntConsumer;

/**
 * SentencePiece's byte-pair encoding (arXiv 1808.06226) as llama.cpp does it (src/llama-vocab.cpp,
 * llm_tokenizer_spm): the text is one row of characters with spaces written as U+2581; of all
 * neighbours that make a token, those with the best score are joined, the leftmost first; what is
 * no token at the end is written byte by byte. Only ordinary tokens are made: nothing typed becomes
 * a control or byte token.
 */
final class SentencePieces implements TextEncoder {
  /** Stands for a space in tokens. */
  static final char SPACE = '\u2581';

  private final Map<String, Integer> ids = new HashMap<>();
  private final float[] scores;
  private final int[] bytes = new int[256];
  private final boolean spaceInFront;

  SentencePieces(Vocabulary vocabulary) {
    this.scores = vocabulary.scores();
    this.spaceInFront = vocabulary.spaceInFront();
    java.util.Arrays.fill(bytes, -1);
    int unknown = -1;
    for (int id = 0; id < vocabulary.size(); id++) {
      String token = vocabulary.tokens().get(id);
      if (vocabulary.unknown(id)) {
        unknown = id;
      } else if (vocabulary.byteToken(id)) {
        bytes[TokenBytes.byteOf(token)] = id;
      } else if (vocabulary.ordinary(id) && !token.isEmpty()) {
        ids.putIfAbsent(token, id);
      }
    }
    for (int value = 0; value < bytes.length; value++) {
      bytes[value] = bytes[value] < 0 ? unknown : bytes[value];
    }
  }

  /** Neighbours that would make a token. */
  private record Join(int left, int right, int length, float score) {}

  @Override
  public void encode(String text, boolean first, IntConsumer out) {
    if (text.isEmpty()) {
      return;
    }
    String row = (spaceInFront && first ? SPACE + text : text).replace(' ', SPACE);
    new Row(row).write(out);
  }

  /** One text while it is being joined: pieces of it in a doubly linked list. */
  private final class Row {
    private final String text;
    private final int[] start;
    private final int[] end;
    private final int[] before;
    private final int[] after;
    private final PriorityQueue<Join> joins =
        new PriorityQueue<>(
            (a, b) ->
                a.score() == b.score()
                    ? Integer.compare(a.left(), b.left())
                    : Float.compare(b.score(), a.score()));

    Row(String text) {
      this.text = text;
      int count = text.codePointCount(0, text.length());
      start = new int[count];
      end = new int[count];
      before = new int[count];
      after = new int[count];
      for (int i = 0, at = 0; i < count; i++) {
        start[i] = at;
        at = text.offsetByCodePoints(at, 1);
        end[i] = at;
        before[i] = i - 1;
        after[i] = i + 1 < count ? i + 1 : -1;
      }
    }

    void write(IntConsumer out) {
      for (int i = 1; i < start.length; i++) {
        offer(i - 1, i);
      }
      for (Join join = joins.poll(); join != null; join = joins.poll()) {
        join(join);
      }
      for (int i = 0; i >= 0; i = after[i]) {
        write(text.substring(start[i], end[i]), out);
      }
    }

    private void offer(int left, int right) {
      if (left >= 0 && right >= 0) {
        Integer id = ids.get(text.substring(start[left], end[right]));
        if (id != null) {
          joins.add(new Join(left, right, end[right] - start[left], scores[id]));
        }
      }
    }

    /** Does nothing where one of the two has been joined with another meanwhile. */
    private void join(Join join) {
      int left = join.left();
      int right = join.right();
      boolean gone = start[left] == end[left] || start[right] == end[right];
      if (gone || end[right] - start[left] != join.length()) {
        return;
      }
      end[left] = end[right];
      end[right] = start[right];
      after[left] = after[right];
      if (after[right] >= 0) {
        before[after[right]] = left;
      }
      offer(before[left], left);
      offer(left, after[left]);
    }

    private void write(String piece, IntConsumer out) {
      Integer id = ids.get(piece);
      if (id != null) {
        out.accept(id);
        return;
      }
      for (byte value : piece.getBytes(StandardCharsets.UTF_8)) {
        out.accept(bytes[value & 255]);
      }
    }
  }

  @Override
  public void close() {
    // Holds nothing but Java objects.
  }
}
