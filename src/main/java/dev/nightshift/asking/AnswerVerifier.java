package dev.nightshift.asking;

import java.util.List;

/** Judges an answer before anyone gets it. */
public interface AnswerVerifier {
  /** Finds nothing wrong with any answer. */
  AnswerVerifier NONE =
      new AnswerVerifier() {
        @Override
        public List<String> objections(String answer) {
          return List.of();
        }

        @Override
        public String request(List<String> objections) {
          throw new IllegalStateException("there is nothing to repair");
        }
      };

  /** What is wrong with an answer; empty when nothing is. */
  List<String> objections(String answer);

  /** What to say to a model whose answer had these objections, so that it gives a better one. */
  String request(List<String> objections);
}
