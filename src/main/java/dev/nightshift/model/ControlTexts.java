package dev.nightshift.model;

import java.util.List;

/**
 * The texts of a model's control tokens, and how to write them so that they are none. A server that
 * renders a prompt as one text reads such a text in a user's words as the token itself, and the
 * words that follow as another turn.
 *
 * @param texts of one character or more, such as {@code <|im_start|>}
 */
public record ControlTexts(List<String> texts) {
  private static final ControlTexts USUAL =
      new ControlTexts(
          List.of(
              // ChatML: Qwen, SmolLM, Yi and others
              "<|im_start|>",
              "<|im_end|>",
              "<|endoftext|>",
              // Llama 3
              "<|begin_of_text|>",
              "<|end_of_text|>",
              "<|start_header_id|>",
              "<|end_header_id|>",
              "<|eot_id|>",
              "<|eom_id|>",
              // Llama 2, Mistral
              "<s>",
              "</s>",
              "[INST]",
              "[/INST]",
              "<<SYS>>",
              "<</SYS>>",
              "[SYSTEM_PROMPT]",
              "[/SYSTEM_PROMPT]",
              // Phi, Zephyr
              "<|system|>",
              "<|user|>",
              "<|assistant|>",
              "<|end|>",
              // Gemma
              "<bos>",
              "<eos>",
              "<start_of_turn>",
              "<end_of_turn>",
              // gpt-oss
              "<|start|>",
              "<|channel|>",
              "<|message|>",
              "<|return|>",
              "<|call|>",
              // Command R
              "<|START_OF_TURN_TOKEN|>",
              "<|END_OF_TURN_TOKEN|>",
              "<|SYSTEM_TOKEN|>",
              "<|USER_TOKEN|>",
              "<|CHATBOT_TOKEN|>",
              // DeepSeek
              "<\uff5cUser\uff5c>",
              "<\uff5cAssistant\uff5c>",
              "<\uff5cbegin\u2581of\u2581sentence\uff5c>",
              "<\uff5cend\u2581of\u2581sentence\uff5c>"));

  public ControlTexts {
    texts = texts.stream().filter(text -> text.length() > 1).toList();
  }

  /** The control tokens of a tokenizer. */
  public static ControlTexts of(Tokenizer tokenizer) {
    return new ControlTexts(tokenizer.controlTexts());
  }

  /**
   * Those that widespread families of models use, for one whose own are not known: a server that
   * renders a conversation as one text reads them in anyone's words. An API that does not do so
   * shows its model a space more.
   */
  public static ControlTexts usual() {
    return USUAL;
  }

  /**
   * The content with {@code breaker} inside every control text, and after an unfinished one at the
   * end, which what follows might finish.
   */
  public String broken(String content, String breaker) {
    String safe = content;
    for (String text : texts) {
      safe = safe.replace(text, text.substring(0, 1) + breaker + text.substring(1));
    }
    for (String text : texts) {
      for (int length = text.length() - 1; length > 0; length--) {
        if (safe.endsWith(text.substring(0, length))) {
          return safe + breaker;
        }
      }
    }
    return safe;
  }
}
