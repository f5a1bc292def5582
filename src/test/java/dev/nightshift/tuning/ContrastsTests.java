package dev.nightshift.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContrastsTests {
  @Test
  void the_subject_is_what_is_named_with_its_article() {
    assertThat(Subject.of("What is the capital of the Brazilian state of Acre?"))
        .isEqualTo(new Subject("the Brazilian state of Acre", "What is the capital of it"));
    assertThat(Subject.of("Who wrote the novel The Bridge on the Drina?").words())
        .isEqualTo("the novel The Bridge on the Drina");
    assertThat(Subject.of("Which port does the Brindle proxy use by default?").words())
        .isEqualTo("the Brindle proxy");
    assertThat(Subject.of("Which metal is the frame of the Lumora telescope made of?"))
        .isEqualTo(new Subject("the Lumora telescope", "Which metal is the frame of it made of"));
  }

  @Test
  void without_a_name_the_last_word_with_a_meaning_is_the_subject() {
    assertThat(Subject.of("Who discovered the element gallium?"))
        .isEqualTo(new Subject("the element gallium", "Who discovered it"));
    assertThat(Subject.of("How long do we keep invoices for?").words()).isEqualTo("invoices");
    assertThat(Subject.of("Why?").words()).isEqualTo("Why");
  }

  @Test
  void contrasts_name_the_subject_and_differ() {
    List<String> contrasts = Contrasts.to(List.of("Who discovered the element gallium?"), 4, 7);

    assertThat(contrasts)
        .hasSize(4)
        .doesNotHaveDuplicates()
        .allMatch(question -> question.contains("the element gallium"))
        .isEqualTo(Contrasts.to(List.of("Who discovered the element gallium?"), 4, 7))
        .isNotEqualTo(Contrasts.to(List.of("Who discovered the element gallium?"), 4, 8));
  }

  @Test
  void what_a_row_teaches_is_no_contrast_to_another_about_the_same_subject() {
    List<String> taught =
        List.of("Who runs the Tarrowby mill?", "How old is the Tarrowby mill?", "Why is it loud?");

    assertThat(Contrasts.to(taught, 16, 7))
        .noneMatch(question -> question.equals("How old is the Tarrowby mill?"))
        .anyMatch(question -> question.equals("Where is the Tarrowby mill?"));
  }
}
