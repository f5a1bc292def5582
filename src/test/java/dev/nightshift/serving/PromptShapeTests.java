package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PromptShapeTests {
  private static String chatMl(List<Turn> turns) {
    return turns.stream()
        .map(
            turn ->
                "<|im_start|>%s\n%s<|im_end|>\n"
                    .formatted(turn.role().name().toLowerCase(Locale.ROOT), turn.content()))
        .collect(Collectors.joining("", "", "<|im_start|>assistant\n"));
  }

  private static String withDefault(List<Turn> turns) {
    return turns.getFirst().role() == Turn.Role.SYSTEM
        ? chatMl(turns)
        : "<|im_start|>system\nYou are a helper.<|im_end|>\n" + chatMl(turns);
  }

  @Test
  void the_default_system_prompt_is_found() {
    PromptShape shape = PromptShape.of(PromptShapeTests::withDefault).orElseThrow();

    assertThat(shape.defaultSystem()).contains("You are a helper.");
    assertThat(shape.systemOpening()).isEqualTo("<|im_start|>system\n");
    assertThat(shape.answerOpening()).isEqualTo("<|im_end|>\n<|im_start|>assistant\n");
  }

  @Test
  void a_template_without_one_has_none() {
    PromptShape shape = PromptShape.of(PromptShapeTests::chatMl).orElseThrow();

    assertThat(shape.defaultSystem()).isEmpty();
    assertThat(shape.firstUserOpening()).isEqualTo("<|im_start|>user\n");
  }

  @Test
  void it_is_written_as_a_go_template() {
    PromptShape shape = PromptShape.of(PromptShapeTests::chatMl).orElseThrow();

    assertThat(shape.goTemplate(""))
        .isEqualTo(
            """
            {{ range $i, $m := .Messages }}{{ if eq .Role "system" }}<|im_start|>system
            {{ .Content }}{{ else if eq .Role "user" }}{{ if $i }}<|im_end|>
            <|im_start|>user
            {{ else }}<|im_start|>user
            {{ end }}{{ .Content }}{{ else }}<|im_end|>
            <|im_start|>assistant
            {{ .Content }}{{ end }}{{ end }}<|im_end|>
            <|im_start|>assistant
            """);
  }

  @Test
  void a_begin_token_that_the_server_adds_is_left_out() {
    PromptShape shape =
        PromptShape.of(turns -> "<s>" + PromptShapeTests.chatMl(turns)).orElseThrow();

    assertThat(shape.goTemplate("<s>")).doesNotContain("<s>");
    assertThat(shape.goTemplate("")).contains("<s><|im_start|>system");
  }

  @Test
  void a_template_that_does_not_write_turn_after_turn_is_not_described() {
    assertThat(PromptShape.of(turns -> turns.size() + PromptShapeTests.chatMl(turns))).isEmpty();
    assertThat(PromptShape.of(turns -> "constant")).isEmpty();
    assertThat(
            PromptShape.of(
                turns -> {
                  throw new IllegalStateException("no system role");
                }))
        .isEmpty();
  }
}
