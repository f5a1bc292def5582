package dev.nightshift.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a chat template writes around the words of a conversation, found by rendering marked words.
 * Enough for templates that write turn after turn, which most do; the others are not described.
 *
 * @param systemOpening before a system turn's words, at the start
 * @param firstUserOpening before the user's words when no system turn comes first
 * @param userOpening before the user's words otherwise
 * @param assistantOpening between a user's and the assistant's words
 * @param answerOpening after the last user's words
 * @param defaultSystem what the template says as the system when nobody does
 */
record PromptShape(
    String systemOpening,
    String firstUserOpening,
    String userOpening,
    String assistantOpening,
    String answerOpening,
    Optional<String> defaultSystem) {
  private static final Logger LOG = LoggerFactory.getLogger(PromptShape.class);
  private static final Turn S = Turn.system("wordsofsystem");
  private static final Turn U = Turn.user("wordsofuser");
  private static final Turn A = Turn.assistant("wordsofassistant");
  private static final Turn V = Turn.user("wordsoflater");

  /**
   * The shape of a template.
   *
   * @param render writes a conversation and the opening of the answer
   * @return empty when the template does not write turn after turn
   */
  static Optional<PromptShape> of(Function<List<Turn>, String> render) {
    List<String> full;
    List<String> bare;
    try {
      full = around(render.apply(List.of(S, U, A, V)), S, U, A, V);
      bare = around(render.apply(List.of(U)), U);
    } catch (RuntimeException e) {
      LOG.info("the chat template refuses an ordinary conversation: {}", e.getMessage());
      return Optional.empty();
    }
    return full.isEmpty() || bare.isEmpty()
        ? Optional.empty()
        : Optional.of(shape(full, bare.getFirst())).filter(shape -> shape.fits(render));
  }

  /** The shape by what stands around the marked words, with and without a system turn. */
  private static PromptShape shape(List<String> full, String first) {
    String system = full.get(0);
    String user = full.get(1);
    boolean speaks =
        first.startsWith(system)
            && first.endsWith(user)
            && first.length() > system.length() + user.length();
    Optional<String> byDefault =
        speaks
            ? Optional.of(first.substring(system.length(), first.length() - user.length()))
            : Optional.empty();
    return new PromptShape(system, first, user, full.get(2), full.get(4), byDefault);
  }

  /** What stands before, between and after the turns' words; empty when one is missing. */
  private static List<String> around(String text, Turn... turns) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (Turn turn : turns) {
      int at = text.indexOf(turn.content(), from);
      if (at < 0) {
        return List.of();
      }
      parts.add(text.substring(from, at));
      from = at + turn.content().length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  private boolean fits(Function<List<Turn>, String> render) {
    return Stream.of(List.of(U), List.of(S, U), List.of(U, A, V), List.of(S, U, A, V, A, U))
        .allMatch(turns -> write(turns).equals(render.apply(turns)));
  }

  /** Writes a conversation as the template does. */
  private String write(List<Turn> turns) {
    StringBuilder text = new StringBuilder();
    List<Turn> all = new ArrayList<>(turns);
    if (turns.getFirst().role() != Turn.Role.SYSTEM) {
      defaultSystem.ifPresent(words -> all.addFirst(Turn.system(words)));
    }
    for (int i = 0; i < all.size(); i++) {
      Turn turn = all.get(i);
      text.append(
          switch (turn.role()) {
            case SYSTEM -> systemOpening;
            case USER -> i == 0 ? firstUserOpening : userOpening;
            case ASSISTANT -> assistantOpening;
          });
      text.append(turn.content());
    }
    return text.append(answerOpening).toString();
  }

  /**
   * The same in the template language of Ollama (Go's text/template).
   *
   * @param begin the token text that the server writes before every prompt by itself; may be empty
   */
  String goTemplate(String begin) {
    return "{{ range $i, $m := .Messages }}{{ if eq .Role \"system\" }}"
        + literal(without(begin, systemOpening))
        + "{{ .Content }}{{ else if eq .Role \"user\" }}{{ if $i }}"
        + literal(userOpening)
        + "{{ else }}"
        + literal(without(begin, firstUserOpening))
        + "{{ end }}{{ .Content }}{{ else }}"
        + literal(assistantOpening)
        + "{{ .Content }}{{ end }}{{ end }}"
        + literal(answerOpening);
  }

  private static String without(String begin, String opening) {
    return opening.startsWith(begin) ? opening.substring(begin.length()) : opening;
  }

  private static String literal(String text) {
    return text.replace("{{", "{{\"{{\"}}");
  }
}
