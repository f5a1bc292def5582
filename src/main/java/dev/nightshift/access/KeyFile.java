package dev.nightshift.access;

import dev.nightshift.access.AccessException.Code;
import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The keys as JSON: {@code {"version":1,"keys":[…]}}. Only its owner may read the file. */
final class KeyFile {
  private static final int VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private KeyFile() {}

  /**
   * The keys in a file.
   *
   * @throws AccessException UNREADABLE when it is not such a file
   */
  static List<ApiKey> read(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (root.path("version").asInt(0) != VERSION || !root.path("keys").isArray()) {
        throw unreadable(file, "it is not of version " + VERSION, null);
      }
      List<ApiKey> keys = new ArrayList<>();
      for (JsonNode key : root.path("keys")) {
        keys.add(key(key));
      }
      return List.copyOf(keys);
    } catch (IOException | JacksonException | DateTimeException e) {
      throw unreadable(file, e.getClass().getSimpleName(), e);
    } catch (AccessException e) {
      throw e.code() == Code.UNREADABLE ? e : unreadable(file, String.valueOf(e.getMessage()), e);
    }
  }

  static void write(Path file, List<ApiKey> keys) {
    ObjectNode root = JSON.createObjectNode().put("version", VERSION);
    ArrayNode array = root.putArray("keys");
    keys.forEach(key -> put(key, array.addObject()));
    try {
      AtomicFiles.writePrivate(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    } catch (IOException e) {
      throw new AccessException(Code.UNREADABLE, file + " cannot be written: " + e, e);
    }
  }

  private static void put(ApiKey key, ObjectNode into) {
    into.put("id", key.id()).put("name", key.name()).put("sha256", key.sha256());
    ArrayNode scopes = into.putArray("scopes");
    key.scopes().stream().sorted().forEach(scope -> scopes.add(scope.word()));
    into.put("rate", key.rate() == null ? null : key.rate().toString());
    into.put("created", key.created().toString());
    into.put("expires", key.expires() == null ? null : key.expires().toString());
    into.put("revoked", key.revoked() == null ? null : key.revoked().toString());
  }

  private static ApiKey key(JsonNode node) {
    List<String> words = new ArrayList<>();
    node.path("scopes").forEach(word -> words.add(word.asString("")));
    Set<AccessScope> scopes = AccessScope.parse(words);
    String rate = node.path("rate").asString("");
    return new ApiKey(
        node.path("id").asString(""),
        node.path("name").asString(""),
        node.path("sha256").asString(""),
        scopes,
        rate.isEmpty() ? null : Rate.parse(rate),
        Instant.parse(node.path("created").asString("")),
        instant(node.path("expires")),
        instant(node.path("revoked")));
  }

  private static @Nullable Instant instant(JsonNode node) {
    return node.isNull() || node.isMissingNode() ? null : Instant.parse(node.asString(""));
  }

  private static AccessException unreadable(Path file, String why, @Nullable Throwable cause) {
    String message =
        file + " is no file of keys (" + why + "): restore it, or remove it to have no keys";
    return cause == null
        ? new AccessException(Code.UNREADABLE, message)
        : new AccessException(Code.UNREADABLE, message, cause);
  }
}
