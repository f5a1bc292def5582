package dev.nightshift.memory;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** What frames hold as JSON text. */
final class FrameText {
  /** More than a full group of the longest exchanges has, in bytes. */
  static final int LONGEST = 1 << 30;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(LONGEST).build())
                  .build())
          .changeDefaultVisibility(
              checker -> checker.withVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE))
          .build();

  private FrameText() {}

  private record Text(List<Exchange> exchanges, List<Feedback> feedback) {}

  private record Gone(Set<String> exchanges, Map<String, String> feedback) {}

  /**
   * As UTF-8, in which half a surrogate pair has become a question mark.
   *
   * @throws MemoryException IO when there is too much of it
   */
  static byte[] bytes(List<Exchange> exchanges, List<Feedback> feedback) {
    // By way of a string, in which half a surrogate pair is no error.
    byte[] text =
        JSON.writeValueAsString(new Text(exchanges, feedback)).getBytes(StandardCharsets.UTF_8);
    if (text.length > LONGEST) {
      throw new MemoryException(
          MemoryException.Code.IO,
          text.length + " bytes are too many to be recorded together; record fewer at once");
    }
    return text;
  }

  /**
   * Reads what was written.
   *
   * @throws JacksonException when it is of another version of this program
   */
  static News read(byte[] text) {
    Text read = JSON.readValue(text, Text.class);
    return new News(read.exchanges(), read.feedback());
  }

  /** An erasure: ids, and nothing of what they stood for. */
  static byte[] bytes(Write.Erasure erasure) {
    return JSON.writeValueAsString(new Gone(erasure.exchanges(), erasure.feedback()))
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads an erasure.
   *
   * @throws JacksonException when it is of another version of this program
   */
  static Write.Erasure readErasure(byte[] text) {
    Gone read = JSON.readValue(text, Gone.class);
    return new Write.Erasure(read.exchanges(), read.feedback());
  }

  /** CRC-32C. */
  static long checksum(byte[] text) {
    CRC32C sum = new CRC32C();
    sum.update(text);
    return sum.getValue();
  }
}
