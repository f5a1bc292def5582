package dev.nightshift.model;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaProcessors;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.TemplateError.ErrorType;
import dev.nightshift.gguf.GgufFile;
import dev.nightshift.gguf.Metadata;
import dev.nightshift.home.FileDigest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a conversation is written down for a model: the Jinja template that its GGUF file carries,
 * rendered as Hugging Face's {@code apply_chat_template} does (trim_blocks, lstrip_blocks).
 *
 * <p>A file without a template is written in ChatML ({@code <|im_start|>role … <|im_end|>}), which
 * most small instruct models were taught. A template that cannot be rendered is refused: a prompt
 * that is slightly wrong makes a model quietly worse. So is one that takes more than any
 * conversation needs ({@link RenderLimit}). May be used by several threads.
 */
public final class ChatTemplate {
  static final String KEY = "tokenizer.chat_template";
  static final String CHATML =
      """
      {% for message in messages %}
      {{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' -}}
      {% endfor %}
      {% if add_generation_prompt %}
      {{- '<|im_start|>assistant\\n' -}}
      {% endif %}
      """;

  private static final int LONGEST_EXCERPT = 100;
  private static final int LONGEST_REASON = 500;

  private final String source;
  private final String template;

  /** The template as our library takes it; Jinja drops one newline at its end. */
  private final String body;

  private final Map<String, Object> constants;
  private final Jinjava jinja;

  private ChatTemplate(String source, String template, Map<String, Object> constants) {
    this.source = source;
    this.template = template;
    this.constants = Map.copyOf(constants);
    String objection = RenderLimit.objection(template);
    if (!objection.isEmpty()) {
      throw refused(objection);
    }
    this.body =
        TemplateDialect.translate(
            template.endsWith("\n") ? template.substring(0, template.length() - 1) : template);
    this.jinja = new Jinjava(config());
    TemplateFunctions.register(jinja);
    TemplateDialect.complete(jinja, body);
  }

  /** The template of {@code file}, or ChatML; the file may be closed afterwards. */
  public static ChatTemplate of(GgufFile file) {
    Metadata metadata = file.metadata();
    Map<String, Object> constants = new HashMap<>();
    constants.put("bos_token", token(metadata, "bos"));
    constants.put("eos_token", token(metadata, "eos"));
    return new ChatTemplate(
        file.path().toString(), metadata.findString(KEY).orElse(CHATML), constants);
  }

  /** A template by its text, for tests. */
  static ChatTemplate of(String source, String template) {
    return of(source, template, Map.of("bos_token", "", "eos_token", ""));
  }

  /** As above with other constants, for tests. */
  static ChatTemplate of(String source, String template, Map<String, Object> constants) {
    return new ChatTemplate(source, template, constants);
  }

  /** The template's text. */
  public String text() {
    return template;
  }

  /** SHA-256 of the template's text in UTF-8. */
  public String digest() {
    return FileDigest.sha256(template.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a conversation down.
   *
   * @param addGenerationPrompt whether the answer's opening follows, so that the model answers next
   * @throws ModelException {@code TEMPLATE} when the template refuses the conversation or cannot be
   *     rendered
   */
  public String render(List<ChatMessage> messages, boolean addGenerationPrompt) {
    return render(messages, addGenerationPrompt, RenderLimit.usual());
  }

  /** As above within a limit of one's choice. */
  String render(List<ChatMessage> messages, boolean addGenerationPrompt, RenderLimit limit) {
    Map<String, Object> bindings = new HashMap<>(constants);
    bindings.put(RenderLimit.KEY, limit);
    TemplateFunctions.NAMES.forEach(name -> bindings.put(name, name));
    bindings.put("messages", messages.stream().map(ChatTemplate::toMap).toList());
    bindings.put("add_generation_prompt", addGenerationPrompt);
    RenderResult result = result(bindings);
    Optional<TemplateError> fatal =
        result.getErrors().stream()
            .filter(error -> error.getSeverity() == ErrorType.FATAL)
            .findFirst();
    if (fatal.isPresent()) {
      throw refused(place(fatal.get().getLineno()) + reason(fatal.get()));
    }
    String text = result.getOutput();
    for (ChatMessage message : messages) {
      // an assistant's turn may be shortened on purpose, such as by its reasoning
      if (message.role() != ChatMessage.Role.ASSISTANT
          && !text.contains(message.content().strip())) {
        throw refused("it loses what the " + message.role().templateName() + " said");
      }
    }
    return text;
  }

  private RenderResult result(Map<String, Object> bindings) {
    try {
      return jinja.renderForResult(body, bindings);
    } catch (OutOfMemoryError e) {
      throw refused("it takes more memory than there is");
    } catch (StackOverflowError e) {
      throw refused("it nests too deeply");
    }
  }

  /**
   * The message of the deepest cause: a template's own {@code raise_exception} is wrapped several
   * times.
   */
  private static String reason(TemplateError error) {
    String message = error.getMessage();
    for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
      message = cause.getMessage() == null ? message : cause.getMessage();
    }
    return message;
  }

  /** The line at fault, with its beginning. */
  private String place(int line) {
    List<String> lines = body.lines().toList();
    if (line < 1 || line > lines.size()) {
      return "";
    }
    String text = lines.get(line - 1).strip();
    boolean all = text.length() <= LONGEST_EXCERPT;
    return "line %d (%s): ".formatted(line, all ? text : text.substring(0, LONGEST_EXCERPT) + "…");
  }

  private ModelException refused(String why) {
    return new ModelException(
        ModelException.Code.TEMPLATE,
        source
            + ": the chat template ("
            + KEY
            + ") cannot be rendered: "
            + printable(why)
            + "; use another GGUF of the model");
  }

  /** A template can say anything: no lines that look like others', and not too much. */
  private static String printable(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}+", " ");
    return oneLine.length() <= LONGEST_REASON
        ? oneLine
        : oneLine.substring(0, LONGEST_REASON) + "…";
  }

  private static Map<String, Object> toMap(ChatMessage message) {
    return Map.of("role", message.role().templateName(), "content", message.content());
  }

  private static String token(Metadata metadata, String name) {
    OptionalLong id = metadata.findUint("tokenizer.ggml." + name + "_token_id");
    List<String> tokens = metadata.findStrings("tokenizer.ggml.tokens").orElse(List.of());
    return id.isPresent() && id.getAsLong() < tokens.size() ? tokens.get((int) id.getAsLong()) : "";
  }

  private static JinjavaConfig config() {
    return JinjavaConfig.newBuilder()
        .withTrimBlocks(true)
        .withLstripBlocks(true)
        .withNestedInterpretationEnabled(false)
        .withMaxOutputSize(RenderLimit.LONGEST_TEXT)
        .withMaxStringLength(RenderLimit.LONGEST_TEXT)
        .withMaxListSize(RenderLimit.LONGEST_LIST)
        .withMaxMapSize(RenderLimit.LONGEST_LIST)
        .withProcessors(
            JinjavaProcessors.newBuilder().withNodePreProcessor(RenderLimit::step).build())
        .withElResolver(PythonStrings.first())
        .withDisabled(TemplateDialect.DISABLED)
        .withKeepTrailingNewline(true)
        .withLegacyOverrides(
            LegacyOverrides.newBuilder()
                .withEvaluateMapKeys(true)
                .withUseNaturalOperatorPrecedence(true)
                .withParseWhitespaceControlStrictly(true)
                .withUseTrimmingForNotesAndExpressions(true)
                .withKeepNullableLoopValues(true)
                .build())
        .build();
  }
}
