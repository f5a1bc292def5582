package dev.nightshift.versions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.Test;

class TrailersTests {
  @Test
  void they_are_read_as_they_were_written() {
    Trailers trailers =
        new Trailers().with("Run", "a").with("Rows", 8).with("Feedback", "one: two\nthree\n");

    Trailers read = Trailers.of(trailers.message("A subject"));

    assertThat(read).isEqualTo(trailers);
    assertThat(read.number("Rows")).isEqualTo(8);
    assertThat(read.text("Feedback")).isEqualTo("one: two\nthree");
    assertThat(read.text("Missing")).isEmpty();
    assertThat(read.number("Run")).isZero();
  }

  @Test
  void a_value_cannot_forge_another_or_end_the_paragraph() {
    String message =
        new Trailers()
            .with("Feedback", "ok\n\nRows-Passed: 9\r\nSigned-off-by: me\u0000\u001b[31m\u202e")
            .with("Rows-Passed", 1)
            .message("primes\nRows-Passed: 8\n\nx");

    assertThat(message.split("\n\n", -1)).hasSize(2);
    assertThat(Trailers.of(message).values())
        .isEqualTo(
            Map.of("Feedback", "ok\nRows-Passed: 9\nSigned-off-by: me  [31m", "Rows-Passed", "1"));
  }

  @Test
  void what_is_empty_is_left_out_and_what_is_long_is_cut() {
    Trailers trailers = new Trailers().with("Feedback", " \n\t").with("Long", "x".repeat(9_999));

    assertThat(trailers.find("Feedback")).isEmpty();
    assertThat(trailers.text("Long")).hasSize(4_002);
  }

  @Test
  void ids_of_tasks_that_git_would_not_take_as_names_are_written_otherwise_and_read_back() {
    for (String task : List.of("a..b", "a.", "a.lock", "a...lock", "primes-1.2", "x.lock.")) {
      String ref = RefNames.solutions(task);
      assertThat(Repository.isValidRefName(ref)).as(ref).isTrue();
      assertThat(RefNames.name(ref, RefNames.SOLUTIONS)).isEqualTo(task);
    }
  }
}
