package dev.nightshift.training;

import dev.nightshift.model.TokenRows;
import java.util.Arrays;
import java.util.List;

/**
 * Examples of one pass through the model.
 *
 * @param input their tokens
 * @param owners for every answer position, the index of its example in the plan's list
 * @param tokens tokens of the examples: without padding, what they share counted for each
 */
@SuppressWarnings("ArrayRecordComponent") // batches are never compared
record Batch(TokenRows input, int[] owners, int tokens) {
  /** Layer products of one token cost about as much as that many products with a key. */
  private static final long KEYS_PER_TOKEN = 1024;

  /** A draw of one wording of one example. */
  record Draw(int example, int wording) {}

  /** In the layout that costs less. */
  static Batch of(List<EncodedExample> examples, List<Draw> draws) {
    Rows rows = Rows.of(examples, draws);
    long packed = rows.prefix();
    for (int[] row : rows.ids()) {
      packed += row.length - rows.prefix();
    }
    long padded = (long) draws.size() * rows.longest();
    return packed * (KEYS_PER_TOKEN + packed) < padded * (KEYS_PER_TOKEN + rows.longest())
        ? packed(rows)
        : padded(rows);
  }

  /** One row an example, padded on the right to the longest; causal attention needs no mask. */
  static Batch padded(Rows rows) {
    int length = rows.longest();
    int count = rows.ids().size();
    long[] ids = new long[count * length];
    Answers answers = new Answers(rows.answers());
    for (int row = 0; row < count; row++) {
      int[] own = rows.ids().get(row);
      for (int t = 0; t < own.length; t++) {
        ids[row * length + t] = own[t];
        if (t >= rows.prompts().get(row)) {
          answers.add((long) row * length + t - 1, own[t], rows.owners().get(row));
        }
      }
    }
    TokenRows input = TokenRows.padded(count, ids, answers.positions, answers.targets);
    return new Batch(input, answers.owners, rows.tokens());
  }

  /**
   * All examples in one row, one after the other: first the tokens with which all of them begin,
   * which are computed once, then what follows in each. A mask lets every token see that beginning
   * and its own example up to itself.
   */
  static Batch packed(Rows rows) {
    int prefix = rows.prefix();
    int length = rows.tokens() - (rows.ids().size() - 1) * prefix;
    long[] ids = new long[length];
    long[] places = new long[length];
    boolean[] mask = new boolean[length * length];
    Answers answers = new Answers(rows.answers());
    int next = 0;
    for (int row = 0; row < rows.ids().size(); row++) {
      int[] own = rows.ids().get(row);
      int start = next;
      for (int t = row == 0 ? 0 : prefix; t < own.length; t++) {
        ids[next] = own[t];
        places[next] = t;
        Arrays.fill(mask, next * length, next * length + Math.min(t + 1, prefix), true);
        Arrays.fill(mask, next * length + start, next * length + next + 1, true);
        if (t >= rows.prompts().get(row)) {
          answers.add(next - 1, own[t], rows.owners().get(row));
        }
        next++;
      }
    }
    TokenRows input =
        new TokenRows(1, length, ids, places, mask, answers.positions, answers.targets);
    return new Batch(input, answers.owners, rows.tokens());
  }

  private static final class Answers {
    final long[] positions;
    final long[] targets;
    final int[] owners;
    private int next;

    Answers(int count) {
      positions = new long[count];
      targets = new long[count];
      owners = new int[count];
    }

    void add(long position, long target, int owner) {
      positions[next] = position;
      targets[next] = target;
      owners[next++] = owner;
    }
  }

  /**
   * The chosen wordings.
   *
   * @param ids of each
   * @param prompts how many of them are the prompt
   * @param owners index of each one's example
   */
  record Rows(List<int[]> ids, List<Integer> prompts, List<Integer> owners) {
    static Rows of(List<EncodedExample> examples, List<Draw> draws) {
      return new Rows(
          draws.stream().map(d -> examples.get(d.example()).wordings().get(d.wording())).toList(),
          draws.stream()
              .map(d -> examples.get(d.example()).promptLengths().get(d.wording()))
              .toList(),
          draws.stream().map(Draw::example).toList());
    }

    int longest() {
      return ids.stream().mapToInt(row -> row.length).max().orElse(0);
    }

    int tokens() {
      return ids.stream().mapToInt(row -> row.length).sum();
    }

    int answers() {
      return tokens() - prompts.stream().mapToInt(Integer::intValue).sum();
    }

    /** Tokens with which all prompts begin; the last of a prompt is never one of them. */
    int prefix() {
      int most = prompts.stream().mapToInt(Integer::intValue).min().orElse(1) - 1;
      int same = 0;
      while (same < most && allHave(same)) {
        same++;
      }
      return same;
    }

    private boolean allHave(int place) {
      int token = ids.getFirst()[place];
      return ids.stream().allMatch(row -> row[place] == token);
    }
  }
}
