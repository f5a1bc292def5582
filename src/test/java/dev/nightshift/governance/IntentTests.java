package dev.nightshift.governance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntentTests {
  @Test
  void every_example_of_what_can_be_asked_is_understood_as_that() {
    for (Intent intent : Intent.values()) {
      assertThat(Intent.of(intent.example())).as(intent.example()).contains(intent);
    }
  }
}
