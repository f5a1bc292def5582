package dev.nightshift.codeloop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgramTextTests {
  @Test
  void the_longest_block_is_the_program() {
    assertThat(
            ProgramText.of("Use\n```python\nx = 1\n```\nor\n```py\ndef f():\n    return 1\n```\n!"))
        .isEqualTo("def f():\n    return 1\n");
  }

  @Test
  void a_block_that_was_cut_off_or_has_no_language_counts() {
    assertThat(ProgramText.of("```\ndef f():\n    return 1")).isEqualTo("def f():\n    return 1\n");
  }

  @Test
  void a_bare_program_counts_and_talk_does_not() {
    assertThat(ProgramText.of("def f():\n    return 1")).isEqualTo("def f():\n    return 1\n");
    assertThat(ProgramText.of("I define a function that returns one.")).isEmpty();
    assertThat(ProgramText.of("```python\n\n```")).isEmpty();
  }

  @Test
  void fences_with_any_name_open_and_close_in_turn() {
    assertThat(
            ProgramText.of(
                "```bash\npip install a-very-long-name-of-a-package\n```\nthen\n```Python3.11\n"
                    + "x = 1\n```\nand it works as you asked for"))
        .isEqualTo("x = 1\n");
    assertThat(ProgramText.of("1. So:\n   ```python\n   def f():\n       return 1\n   ```\n"))
        .isEqualTo("def f():\n    return 1\n");
  }
}
