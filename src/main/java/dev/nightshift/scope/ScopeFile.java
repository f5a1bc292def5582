package dev.nightshift.scope;

import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A scope as JSON.
 *
 * @param format version of this format: 2; the first had no answers
 * @param embedder what made the vectors
 * @param dimension components of each vector
 * @param threshold least score in scope
 * @param questions training questions
 * @param answers what was taught, one for each question; empty when that is not known
 * @param vectors one for each question: Base64 of little-endian float32
 * @param evidence what the threshold was chosen by
 */
record ScopeFile(
    int format,
    String embedder,
    int dimension,
    double threshold,
    List<String> questions,
    List<String> answers,
    List<String> vectors,
    ScopeEvidence evidence) {
  private static final int FORMAT = 2;
  private static final int WITHOUT_ANSWERS = 1;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  static void write(AdapterScope scope, Path file) {
    List<float[]> vectors = scope.vectors();
    ScopeFile content =
        new ScopeFile(
            FORMAT,
            scope.embedderId(),
            vectors.getFirst().length,
            scope.threshold(),
            scope.questions(),
            scope.answers(),
            vectors.stream().map(ScopeFile::encode).toList(),
            scope.evidence());
    try {
      AtomicFiles.write(file, JSON.writeValueAsBytes(content));
    } catch (IOException e) {
      throw new ScopeException(
          ScopeException.Code.IO, "the scope " + file + " cannot be written: " + e, e);
    }
  }

  static AdapterScope read(Path file) {
    try {
      JsonNode tree = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
      if (tree instanceof ObjectNode first && first.path("format").asInt(0) == WITHOUT_ANSWERS) {
        first.putArray("answers");
      }
      return JSON.treeToValue(tree, ScopeFile.class).toScope();
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      throw new ScopeException(
          ScopeException.Code.FORMAT,
          file
              + " is not a usable scope: "
              + e.getMessage()
              + "; restore it from a backup of the adapter, or train the adapter again",
          e);
    } catch (NoSuchFileException e) {
      throw new ScopeException(ScopeException.Code.IO, "there is no scope " + file, e);
    } catch (IOException e) {
      throw new ScopeException(
          ScopeException.Code.IO, "the scope " + file + " cannot be read: " + e, e);
    }
  }

  private AdapterScope toScope() {
    if (format != FORMAT && format != WITHOUT_ANSWERS) {
      throw new IllegalArgumentException(
          "format is " + format + ", this program reads up to " + FORMAT);
    }
    List<float[]> decoded = vectors.stream().map(text -> decode(text, dimension)).toList();
    return new AdapterScope(embedder, threshold, questions, answers, decoded, evidence);
  }

  private static String encode(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static float[] decode(String text, int dimension) {
    byte[] bytes = Base64.getDecoder().decode(text);
    if (bytes.length != dimension * Float.BYTES) {
      throw new IllegalArgumentException(
          "a vector has " + bytes.length + " bytes instead of 4 for each of " + dimension);
    }
    float[] vector = new float[dimension];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
