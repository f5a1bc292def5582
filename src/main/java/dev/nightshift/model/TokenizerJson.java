package dev.nightshift.model;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the {@code tokenizer.json} that Hugging Face's tokenizers need, from a GGUF vocabulary.
 *
 * <p>Control and user-defined tokens are left out on purpose: {@link SpecialTokens} cuts them from
 * the text before, so that nothing that is typed can become one.
 */
final class TokenizerJson {
  private TokenizerJson() {}

  static byte[] of(Vocabulary vocabulary) {
    PreTokenizer pre = PreTokenizer.named(vocabulary.source(), vocabulary.pre());
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 22);
    try (JsonGenerator json = JsonMapper.shared().createGenerator(out)) {
      json.writeStartObject();
      json.writeStringProperty("version", "1.0");
      json.writeArrayPropertyStart("added_tokens");
      json.writeEndArray();
      json.writeObjectPropertyStart("pre_tokenizer");
      preTokenizer(json, pre);
      json.writeEndObject();
      json.writeObjectPropertyStart("model");
      model(json, vocabulary, pre.wholePieces());
      json.writeEndObject();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void preTokenizer(JsonGenerator json, PreTokenizer pre) {
    json.writeStringProperty("type", "Sequence");
    json.writeArrayPropertyStart("pretokenizers");
    for (String pattern : pre.patterns()) {
      json.writeStartObject();
      json.writeStringProperty("type", "Split");
      json.writeObjectPropertyStart("pattern");
      json.writeStringProperty("Regex", pattern);
      json.writeEndObject();
      json.writeStringProperty("behavior", "Isolated");
      json.writeBooleanProperty("invert", false);
      json.writeEndObject();
    }
    json.writeStartObject();
    json.writeStringProperty("type", "ByteLevel");
    json.writeBooleanProperty("add_prefix_space", false);
    json.writeBooleanProperty("trim_offsets", false);
    json.writeBooleanProperty("use_regex", false);
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void model(JsonGenerator json, Vocabulary vocabulary, boolean wholePieces) {
    json.writeStringProperty("type", "BPE");
    json.writeBooleanProperty("ignore_merges", wholePieces);
    json.writeObjectPropertyStart("vocab");
    Set<String> written = new HashSet<>(vocabulary.size() * 2);
    for (int id = 0; id < vocabulary.size(); id++) {
      String token = vocabulary.tokens().get(id);
      if (vocabulary.ordinary(id) && written.add(token)) {
        json.writeNumberProperty(token, id);
      }
    }
    json.writeEndObject();
    json.writeArrayPropertyStart("merges");
    for (String merge : vocabulary.merges()) {
      if (usable(merge, written)) {
        json.writeString(merge);
      }
    }
    json.writeEndArray();
  }

  /**
   * A merge of or into a token that is left out could never be used, and is an error to the
   * library.
   */
  private static boolean usable(String merge, Set<String> written) {
    int space = merge.indexOf(' ', 1);
    return space > 0
        && written.contains(merge.substring(0, space))
        && written.contains(merge.substring(space + 1))
        && written.contains(merge.substring(0, space) + merge.substring(space + 1));
  }
}
