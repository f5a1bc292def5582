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
  void what_is_not_known_is_refused_with_its_line_when_it_is_reached() {
    refusedAt("line 3 ({{ messages | nosuch }})", "a\nb\n  {{ messages | nosuch }}", "'nosuch'");
    refusedAt("line 2", "a\n{% if messages is nosuch %}x{% endif %}", "the test 'nosuch'");
    refusedAt("line 1", "{{ messages[0].content.nosuch() }}", "the string method 'nosuch'");
    refusedAt("line 2", "a\n{{ nosuch() }}", "nosuch");
    refusedAt("line 2", "a\n{% nosuch %}", "Unknown tag: nosuch");
    refusedAt("line 3", "a\n\n{{ 'a' + }}", "syntax error");
    refusedAt("", "{% include 'application.yaml' %}", "include");
    refusedAt("line 1", "{{ 'a'.repeat(1000000000) }}", "the string method 'repeat'");
    ChatTemplate unreached =
        ChatTemplate.of(
            "t", "{% if tools %}{{ tools | nosuch }}{% endif %}{{ messages[0].content }}");
    assertThat(unreached.render(List.of(ChatMessage.user("Hi")), true)).isEqualTo("Hi");
  }

  private static void refusedAt(String place, String template, String why) {
    assertThatThrownBy(
            () -> ChatTemplate.of("m.gguf", template).render(List.of(ChatMessage.user("Hi")), true))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cannot be rendered: " + place)
        .hasMessageContaining(why)
        .hasMessageContaining("use another GGUF");
  }

  @Test
  void strings_have_pythons_methods() {
    expect("{{ ' a '.strip() }}|{{ 'xxay'.lstrip('xy') }}|{{ 'ab\n'.rstrip('\n') }}", "a|ay|ab");
    expect(
        "{{ 'a,b,c'.split(',', 1)[1] }}|{{ ' a  b '.split()[-1] }}|{{ 'x'.split('y')[0] }}",
        "b,c|b|x");
    expect("{{ 'a<b>c</b>d'.split('</b>')[0].rstrip('c').split('<b>')[-1] }}|", "|");
    expect("{{ 'aXbX'.replace('X', '-', 1) }}|{{ 'aXbX'.replace('X', '-') }}", "a-bX|a-b-");
    expect(
        "{{ 'one two'.title() }}|{{ 'ONE'.capitalize() }}|{{ 'a'.upper() }}{{ 'B'.lower() }}",
        "One Two|One|Ab");
    expect("{{ 'abc'.find('c') }}|{{ 'abab'.rfind('b') }}|{{ 'abab'.count('ab') }}", "2|3|2");
    expect(
        "{{ '-'.join(['a', 'b']) }}|{{ 'pre-x'.removeprefix('pre-') }}|{{ 'x.y'.removesuffix('.y')"
            + " }}",
        "a-b|x|x");
    expect(
        "{{ 'abc'.startswith(('x', 'a')) }}|{{ 'abc'.endswith('b') }}|{{ '12'.isdigit() }}",
        "true|false|true");
    expect("{% for k, v in {'a': 1} | items %}{{ k }}{{ v }}{% endfor %}", "a1");
  }

  private static void expect(String template, String rendered) {
    ChatTemplate all = ChatTemplate.of("t", template + "{{ messages[0].content }}");
    assertThat(all.render(List.of(ChatMessage.user("!")), true)).isEqualTo(rendered + "!");
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
