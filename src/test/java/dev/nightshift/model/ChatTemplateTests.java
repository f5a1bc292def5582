package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
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
  void a_template_that_takes_too_much_is_stopped_with_what_it_takes() {
    String loop = "{% for a in range(1000) %}{% for b in range(1000) %}{{ '' }}{% endfor %}";
    stopped(loop + "{% endfor %}", "it takes more than 500000 steps");
    stopped(
        "{% set n = namespace(s='a', l=[1]) %}"
            + "{% for i in range(60) %}{% set n.s = n.s.replace('a', 'aaaa') %}{% endfor %}",
        "it makes a text of 67108864 characters, more than 16777216");
    stopped(
        "{% set n = namespace(l=[1]) %}"
            + "{% for i in range(60) %}{% set n.l = n.l + n.l %}{% endfor %}",
        "100000");
    stopped(
        "{% for a in range(1000) %}{% for b in range(1000) %}"
            + "{{ 'a text that is written a million times' }}{% endfor %}{% endfor %}",
        "over limit of 16777216 bytes");
    stopped("{{ [1] | batch(1000000000, 'x') }}", "batch");
    stopped("{{ " + "(".repeat(600) + "1" + ")".repeat(600) + " }}", "more than 500 brackets");
    stopped("{# " + "x".repeat(300_000) + " #}", "more than 262144");
    stopped("{% if true %}".repeat(9_000) + "{% endif %}".repeat(9_000), "it nests too deeply");
  }

  private static void stopped(String template, String why) {
    assertThatThrownBy(
            () ->
                ChatTemplate.of("m.gguf", template + "{{ messages[0].content }}")
                    .render(List.of(ChatMessage.user("Hi")), true))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("m.gguf: the chat template")
        .hasMessageContaining(why);
  }

  @Test
  void a_rendering_ends_when_its_time_is_up() {
    ChatTemplate template = ChatTemplate.of("m.gguf", ChatTemplate.CHATML);
    RenderLimit none = new RenderLimit(1_000, Duration.ZERO);
    assertThatThrownBy(() -> template.render(TALK, true, none))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("line 1")
        .hasMessageContaining("it takes longer than 0 s");
    RenderLimit few = new RenderLimit(5, Duration.ofHours(1));
    assertThatThrownBy(() -> template.render(TALK, true, few))
        .hasMessageContaining("it takes more than 5 steps");
  }

  @Test
  void a_long_conversation_stays_far_below_the_limits() {
    List<ChatMessage> talk = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      talk.add(ChatMessage.user("question " + i));
      talk.add(ChatMessage.assistant("answer " + i));
    }
    String llama = Reference.json("templates.json").at("/templates/qwen3/template").asString();
    RenderLimit tenth = new RenderLimit(50_000, Duration.ofHours(1));
    assertThat(ChatTemplate.of("t", llama).render(talk, true, tenth))
        .contains("question 999", "answer 999");
  }

  @Test
  void the_date_is_written_as_python_writes_it() {
    // datetime(2026, 3, 5, 9, 7, 3, 4500).strftime(...)
    String format =
        "%a %A %b %h %B %c|%d %D %e %f %F %H %I %j %m %M %p %R %S %T %u %w %x %X %y %Y[%z%Z]%%";
    String expected =
        "Thu Thursday Mar Mar March Thu Mar  5 09:07:03 2026|05 03/05/26  5 004500 2026-03-05 09"
            + " 09 064 03 07 AM 09:07 03 09:07:03 4 4 03/05/26 09:07:03 26 2026[]%";
    ChatTemplate template =
        ChatTemplate.of("m", "{{ strftime_now('" + format + "') }}{{ messages[0].content }}");
    List<ChatMessage> hi = List.of(ChatMessage.user("Hi"));
    LocalDateTime morning = LocalDateTime.of(2026, 3, 5, 9, 7, 3, 4_500_000);
    assertThat(PromptTime.<String>at(morning, () -> template.render(hi, true)))
        .isEqualTo(expected + "Hi");
    assertThatThrownBy(() -> ChatTemplate.of("m", "{{ strftime_now('%Q') }}").render(hi, true))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'%Q' is not known");
  }

  @Test
  void prompts_say_todays_date_as_llama_does_and_one_and_the_same_while_it_is_held() {
    ChatTemplate template =
        ChatTemplate.of(
            "m",
            """
            {%- if not date_string is defined %}
                {%- if strftime_now is defined %}
                    {%- set date_string = strftime_now("%d %b %Y") %}
                {%- else %}
                    {%- set date_string = "26 Jul 2024" %}
                {%- endif %}
            {%- endif %}
            {{- "Today Date: " + date_string + "\n" + messages[0].content }}
            """);
    List<ChatMessage> hi = List.of(ChatMessage.user("Hi"));
    LocalDateTime late = LocalDateTime.of(2026, 12, 31, 23, 59, 59, 999_999_999);
    assertThat(PromptTime.<String>at(late, () -> template.render(hi, true)))
        .isEqualTo("Today Date: 31 Dec 2026\nHi");
    ChatTemplate precise =
        ChatTemplate.of("m", "{{ strftime_now('%H:%M:%S.%f') }} {{ messages[0].content }}");
    String first =
        PromptTime.<String>hold(
            () -> {
              String held = precise.render(hi, true);
              assertThat(precise.render(hi, true)).isEqualTo(held);
              return held;
            });
    assertThat(first).endsWith(" Hi");
  }

  @Test
  void the_digest_is_that_of_the_templates_text() {
    assertThat(ChatTemplate.of("a", "x").digest())
        .isEqualTo("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
  }
}
