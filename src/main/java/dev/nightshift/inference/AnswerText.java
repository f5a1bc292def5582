package dev.nightshift.inference;

import dev.nightshift.inference.Completion.FinishReason;
import dev.nightshift.model.TextStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer while it is written: text from tokens, the search for stop texts, and what may be told
 * already. The end of the text is held back as long as it might be the beginning of a stop text.
 */
final class AnswerText {
  private final TextStream stream;
  private final List<String> stops;
  private final @Nullable Consumer<AnswerPiece> listener;
  private final StringBuilder text = new StringBuilder();
  private final List<Integer> starts = new ArrayList<>();
  private final List<AnswerToken> written = new ArrayList<>();
  private int tokens;
  private int told;
  private int toldTokens;
  private boolean stopped;

  AnswerText(TextStream stream, List<String> stops, @Nullable Consumer<AnswerPiece> listener) {
    this.stream = stream;
    this.stops = stops;
    this.listener = listener;
  }

  /** Adds a token; true when a stop text is complete, after which nothing may be added. */
  boolean add(AnswerToken token) {
    tokens++;
    starts.add(text.length());
    written.add(token);
    int from = text.length();
    text.append(stream.next(token.id()));
    return search(from);
  }

  /** Counts the end token, which is not part of the text. */
  void end() {
    tokens++;
  }

  /** Tokens so far, the end token included. */
  int tokens() {
    return tokens;
  }

  Completion complete(int promptTokens, FinishReason reason) {
    int from = text.length();
    if (!stopped) {
      text.append(stream.finish());
      search(from);
    }
    tell(text.length(), written.size());
    return new Completion(text.toString(), promptTokens, tokens, reason, written);
  }

  private boolean search(int from) {
    int first = -1;
    for (String stop : stops) {
      int at = text.indexOf(stop, Math.max(0, from - stop.length() + 1));
      if (at >= 0 && (first < 0 || at < first)) {
        first = at;
      }
    }
    if (first < 0) {
      tell(text.length() - heldBack());
      return false;
    }
    stopped = true;
    text.setLength(first);
    while (!starts.isEmpty() && starts.getLast() >= first) {
      starts.removeLast();
      written.removeLast();
    }
    tell(first);
    return true;
  }

  /** Length of the longest end of the text that is the beginning of a stop text. */
  private int heldBack() {
    int longest = 0;
    for (String stop : stops) {
      for (int length = Math.min(stop.length() - 1, text.length()); length > longest; length--) {
        if (endsWith(stop, length)) {
          longest = length;
        }
      }
    }
    return longest;
  }

  /** Whether the text ends with the first characters of a stop text. */
  private boolean endsWith(String stop, int length) {
    int from = text.length() - length;
    for (int i = 0; i < length; i++) {
      if (text.charAt(from + i) != stop.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** With the tokens that begin before; one that began earlier can no longer be taken back. */
  private void tell(int upTo) {
    int begun = toldTokens;
    while (begun < starts.size() && starts.get(begun) < upTo) {
      begun++;
    }
    tell(upTo, begun);
  }

  private void tell(int upTo, int upToToken) {
    if (listener != null && (upTo > told || upToToken > toldTokens)) {
      listener.accept(
          new AnswerPiece(text.substring(told, upTo), written.subList(toldTokens, upToToken)));
      told = upTo;
      toldTokens = upToToken;
    }
  }
}
