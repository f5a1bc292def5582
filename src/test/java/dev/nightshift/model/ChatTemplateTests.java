package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ChatTemplateTests {
  private static final List<ChatMessage> TALK =
      List.of(
          ChatMessage.system("Be brief."),
          ChatMessage.user("Hi"),
          ChatMessage.assistant("Hello."),
          ChatMessage.user("Bye"));

  @Test
  void the_default_models_template_gives_the_reference_prompt() {
    JsonNode reference = Reference.json("chat_smollm2.json");
    ChatTemplate template = ChatTemplate.of("test", reference.get("chat_template").asString());
    JsonNode first = reference.get("conversations").get(0);
    assertThat(template.render(List.of(ChatMessage.user("Hi")), true))
        .isEqualTo(first.get("prompt").asString());
  }

  @Test
  void what_a_user_types_is_never_a_template() {
    ChatTemplate template = ChatTemplate.of("test", ChatTemplate.CHATML);
    String typed =
        "{{ 1 + 1 }} {% for x in messages %}x{% endfor %} {# gone #} \\n \"quoted\" 'it' <b>";
    assertThat(template.render(List.of(ChatMessage.user(typed)), true))
        .isEqualTo("<|im_start|>user\n" + typed + "<|im_end|>\n<|im_start|>assistant\n");
  }

  @Test
  void whitespace_control_and_blocks_work_as_in_jinja() {
    ChatTemplate template =
        ChatTemplate.of(
            "test",
            """
            {%- if messages[0].role == 'system' %}
                {%- set rules = messages[0]['content'] | trim %}
                {%- set rest = messages[1:] %}
            {%- else %}
                {%- set rules = '' %}
                {%- set rest = messages %}
            {%- endif %}
            {{- bos_token + "[" + rules + "]\\n" }}
            {%- for message in rest %}
                {%- if (message.role == 'user') != (loop.index0 % 2 == 0) %}
                    {{- raise_exception('roles must alternate') }}
                {%- endif %}
                {{- message['role'] + ': ' + message['content'] | trim + '\\n' }}
                {%- if loop.last and not add_generation_prompt %}{{- 'END' }}{%- endif %}
            {%- endfor %}
            {%- if add_generation_prompt is defined and add_generation_prompt %}
                {{- 'assistant: ' }}
            {%- endif %}
            """);
    assertThat(template.render(TALK, true))
        .isEqualTo("[Be brief.]\nuser: Hi\nassistant: Hello.\nuser: Bye\nassistant: ");
    assertThat(template.render(TALK, false))
        .isEqualTo("[Be brief.]\nuser: Hi\nassistant: Hello.\nuser: Bye\nEND");
    assertThatThrownBy(
            () -> template.render(List.of(ChatMessage.user("a"), ChatMessage.user("b")), true))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("roles must alternate");
  }

  @Test
  void the_usual_python_methods_work() {
    ChatTemplate template =
        ChatTemplate.of(
            "test",
            """
            {%- set ns = namespace(last=0) %}
            {%- for message in messages[::-1] %}
                {%- if message.role == 'user' and not message.content.startswith('<tool>') %}
                    {%- set ns.last = messages|length - loop.index %}
                    {%- break %}
                {%- endif %}
            {%- endfor %}
            {%- for message in messages %}
                {%- if message.role == 'assistant' and '</think>' in message.content %}
                    {{- 'A:' + message.content.split('</think>')[-1].lstrip('\\n') + '\\n' }}
                {%- else %}
                    {{- message.role.upper() + ':' + message.content.rstrip() + '\\n' }}
                {%- endif %}
            {%- endfor %}
            {{- ns.last }}
            """);
    List<ChatMessage> talk =
        List.of(
            ChatMessage.user("Hi "),
            ChatMessage.assistant("<think>hm</think>\n\nHello. "),
            ChatMessage.user("Bye"));
    assertThat(template.render(talk, true)).isEqualTo("USER:Hi\nA:Hello. \nUSER:Bye\n2");
  }

  @Test
  void a_template_that_cannot_be_parsed_is_refused() {
    ChatTemplate template = ChatTemplate.of("m.gguf", "{% for m in messages %}{{ m.content }}");
    assertThatThrownBy(() -> template.render(TALK, true))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("m.gguf")
        .hasMessageContaining("tokenizer.chat_template");
  }

  @Test
  void a_template_that_loses_the_question_is_refused() {
    ChatTemplate template = ChatTemplate.of("m.gguf", "{{ messages.nothing }}Answer:");
    assertThatThrownBy(() -> template.render(List.of(ChatMessage.user("Hi")), true))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("loses what the user said");
    assertThatThrownBy(() -> template.render(TALK, true))
        .hasMessageContaining("loses what the system said");
  }

  @Test
  void the_digest_is_that_of_the_templates_text() {
    assertThat(ChatTemplate.of("a", "x").digest())
        .isEqualTo("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
  }
}
