package dev.nightshift.workers;

import dev.nightshift.council.CouncilCase;
import dev.nightshift.council.Deliberation;
import dev.nightshift.council.Deliberation.Abstained;
import dev.nightshift.council.Deliberation.Basis;
import dev.nightshift.council.Deliberation.Rewritten;
import dev.nightshift.council.PastCorrection;
import dev.nightshift.council.PersonsCorrection;
import dev.nightshift.council.Vote;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cases and deliberations as JSON, whole: what is read back equals what was written. Other than
 * ASCII is escaped, so that any text can be stored by any database.
 */
public final class CaseText {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private CaseText() {}

  /** Names a case before a council: equal cases before equal councils have equal names. */
  public static String key(String content, String fingerprint) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(fingerprint.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(sha.digest(content.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A case as text. */
  public static String of(CouncilCase theCase) {
    ObjectNode json = JSON.createObjectNode();
    json.put("question", theCase.question());
    json.put("bad_answer", theCase.badAnswer());
    PersonsCorrection correction = theCase.correction();
    if (correction != null) {
      json.putObject("correction")
          .put("text", correction.text())
          .put("author", correction.author());
    }
    ArrayNode past = json.putArray("past");
    for (PastCorrection one : theCase.past()) {
      past.addObject()
          .put("question", one.question())
          .put("answer", one.answer())
          .put("exchange", one.exchangeId())
          .put("correction", one.correctionId());
    }
    return JSON.writeValueAsString(json);
  }

  /** The case in a text that {@link #of(CouncilCase)} wrote. */
  public static CouncilCase theCase(String text) {
    JsonNode json = JSON.readTree(text);
    JsonNode correction = json.get("correction");
    @Nullable PersonsCorrection persons =
        correction == null
            ? null
            : new PersonsCorrection(text(correction, "text"), text(correction, "author"));
    List<PastCorrection> past = new ArrayList<>();
    for (JsonNode one : json.path("past")) {
      past.add(
          new PastCorrection(
              text(one, "question"),
              text(one, "answer"),
              text(one, "exchange"),
              text(one, "correction")));
    }
    return new CouncilCase(text(json, "question"), text(json, "bad_answer"), persons, past);
  }

  /** A deliberation as text. */
  public static String of(Deliberation deliberation) {
    ObjectNode json = JSON.createObjectNode();
    switch (deliberation) {
      case Abstained abstained -> json.put("abstained", abstained.reason());
      case Rewritten rewritten ->
          json.put("answer", rewritten.answer())
              .put("reasoning", rewritten.reasoning())
              .put("basis", rewritten.basis().name());
    }
    json.put("agreement", deliberation.agreement());
    ArrayNode votes = json.putArray("votes");
    for (Vote vote : deliberation.votes()) {
      ObjectNode one = votes.addObject();
      one.put("seat", vote.seat()).put("model", vote.model()).put("weight", vote.weight());
      switch (vote.ballot()) {
        case Vote.Cast cast ->
            one.put("answer", cast.answer())
                .put("reasoning", cast.reasoning())
                .put("agreed", cast.agreed());
        case Vote.Malformed malformed -> one.put("malformed", malformed.reply());
        case Vote.Silent silent -> one.put("silent", silent.reason());
      }
    }
    return JSON.writeValueAsString(json);
  }

  /** The deliberation in a text that {@link #of(Deliberation)} wrote. */
  public static Deliberation deliberation(String text) {
    JsonNode json = JSON.readTree(text);
    double agreement = json.path("agreement").asDouble();
    List<Vote> votes = new ArrayList<>();
    for (JsonNode one : json.path("votes")) {
      votes.add(
          new Vote(
              text(one, "seat"), text(one, "model"), one.path("weight").asDouble(), ballot(one)));
    }
    return json.has("abstained")
        ? new Abstained(text(json, "abstained"), agreement, votes)
        : new Rewritten(
            text(json, "answer"),
            text(json, "reasoning"),
            agreement,
            votes,
            Basis.valueOf(text(json, "basis")));
  }

  private static Vote.Ballot ballot(JsonNode json) {
    if (json.has("malformed")) {
      return new Vote.Malformed(text(json, "malformed"));
    }
    return json.has("silent")
        ? new Vote.Silent(text(json, "silent"))
        : new Vote.Cast(
            text(json, "answer"), text(json, "reasoning"), json.path("agreed").asBoolean());
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.get(name);
    if (value == null || !value.isString()) {
      throw new IllegalArgumentException("a stored case lacks " + name);
    }
    return value.asString();
  }
}
