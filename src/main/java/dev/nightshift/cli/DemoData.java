package dev.nightshift.cli;

import dev.nightshift.assembly.OperationsProtocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the demo teaches: the handbook of a company that does not exist, so that no model can know
 * it; and what it must not cost: questions that even a small model answers.
 *
 * @param facts of the handbook
 * @param general questions with keywords; the demo keeps those that the base answers right
 */
record DemoData(List<Fact> facts, List<Item> general) {
  /**
   * One invented fact.
   *
   * @param question the one that is asked and corrected
   * @param answer the correction
   * @param keyword what a right reply holds
   * @param paraphrases rewordings, never trained on
   * @param neighbours questions about the same things that the fact does not answer
   */
  record Fact(
      String question,
      String answer,
      String keyword,
      List<String> paraphrases,
      List<String> neighbours) {}

  /** A question and what a right reply holds. */
  record Item(String question, String keyword) {}

  /** The data in the jar. */
  static DemoData shipped() {
    return new DemoData(
        read("/demo/facts.jsonl", Fact.class), read("/demo/general.jsonl", Item.class));
  }

  /** The facts' own questions. */
  List<Item> questions() {
    return facts.stream().map(fact -> new Item(fact.question(), fact.keyword())).toList();
  }

  /** The facts' rewordings. */
  List<Item> paraphrases() {
    return facts.stream()
        .flatMap(fact -> fact.paraphrases().stream().map(text -> new Item(text, fact.keyword())))
        .toList();
  }

  /** The facts' neighbours, each with the keyword that it must not be answered by. */
  List<Item> neighbours() {
    return facts.stream()
        .flatMap(fact -> fact.neighbours().stream().map(text -> new Item(text, fact.keyword())))
        .toList();
  }

  private static <T> List<T> read(String resource, Class<T> type) {
    try (InputStream in = DemoData.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the program");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank())
          .map(line -> OperationsProtocol.json().readValue(line, type))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
