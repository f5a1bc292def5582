package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OllamaRemainsTests {
  private static final String ONE = "tiny-nightshift:v-adapter_1-11111111";
  private static final String TWO = "tiny-nightshift:v-adapter_2-22222222";

  private FakeOllama server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeOllama();
    put("tiny-nightshift:base", "");
    put(ONE, "one");
    put(TWO, "two");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void put(String name, String adapter) {
    server.models.put(name, new FakeOllama.Model(List.of(adapter), "Be kind.", null));
  }

  private List<String> deleteAllBut(String... kept) {
    return new OllamaRemains("tiny", server.url()).deleteAllBut(Set.of(kept));
  }

  @Test
  void the_models_of_an_adapter_go_and_what_was_served_before_with_them() {
    put("tiny-nightshift:latest", "two");
    put("tiny-nightshift:prev", "one");
    put("other-nightshift:v-adapter_1-11111111", "one");

    assertThat(deleteAllBut("adapter_2")).containsExactlyInAnyOrder(ONE, "tiny-nightshift:prev");

    assertThat(server.models.keySet())
        .containsExactlyInAnyOrder(
            "tiny:latest",
            "tiny-nightshift:base",
            "tiny-nightshift:latest",
            TWO,
            "other-nightshift:v-adapter_1-11111111");
    assertThat(deleteAllBut("adapter_2")).isEmpty();
  }

  @Test
  void what_was_served_before_stays_when_it_is_known_and_goes_when_it_is_not() {
    put("tiny-nightshift:latest", "two");
    put("tiny-nightshift:prev", "");
    assertThat(deleteAllBut("adapter_1", "adapter_2")).isEmpty();

    put("tiny-nightshift:prev", "forgotten long ago");
    assertThat(deleteAllBut("adapter_1", "adapter_2")).containsExactly("tiny-nightshift:prev");
  }

  @Test
  void a_server_that_does_not_answer_is_said() throws IOException {
    String url = server.url();
    server.close();

    assertThatExceptionOfType(ServingException.class)
        .isThrownBy(() -> new OllamaRemains("tiny", url).deleteAllBut(Set.of()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ServingException.Code.UNAVAILABLE));
  }
}
