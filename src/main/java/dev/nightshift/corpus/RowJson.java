package dev.nightshift.corpus;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A training row as a line of JSON. */
final class RowJson {
  private RowJson() {}

  /** The line of a row, without its end. */
  static String write(TrainingRow row) {
    ObjectNode json = Json.object();
    json.put("instruction", row.instruction());
    json.put("output", row.output());
    json.put("reasoning", row.reasoning());
    json.put("quality_score", row.qualityScore());
    json.put("heuristic_score", row.heuristicScore());
    json.put("source", row.source().label());
    json.put("id", row.id());
    json.put("bad_answer", row.badAnswer());
    row.exchangeIds().forEach(json.putArray("exchange_ids")::add);
    row.authors().forEach(json.putArray("authors")::add);
    RowJson.write(row.evidence(), json);
    json.put("profile", row.profile());
    json.put("model", row.model());
    json.put("harvested_at", row.harvestedAt().toString());
    Instant correctedAt = row.correctedAt();
    json.put("corrected_at", correctedAt == null ? null : correctedAt.toString());
    json.put("agreement", row.agreement());
    ArrayNode votes = json.putArray("votes");
    for (RowVote vote : row.votes()) {
      votes
          .addObject()
          .put("seat", vote.seat())
          .put("model", vote.model())
          .put("weight", vote.weight())
          .put("result", vote.result().name().toLowerCase(Locale.ROOT));
    }
    return json.toString();
  }

  /**
   * The row in a line. Only instruction and output must be there; a line with nothing else is a
   * person's word. Whatever the line says its id is, the id is computed.
   *
   * @throws CorpusException MALFORMED, naming the field
   */
  static TrainingRow read(String line) {
    Json json = Json.parse(line);
    RowSource source = RowSource.of(json.text("source", RowSource.CORRECTION.label()));
    String output = json.text("output");
    String badAnswer = json.text("bad_answer", "");
    double heuristic = json.number("heuristic_score", QualityScore.score(badAnswer, output));
    double quality = json.number("quality_score", source == RowSource.CORRECTION ? 1 : heuristic);
    Instant harvestedAt = json.time("harvested_at");
    try {
      return new TrainingRow(
          json.text("instruction"),
          output,
          json.text("reasoning", ""),
          quality,
          heuristic,
          source,
          badAnswer,
          json.texts("exchange_ids"),
          json.texts("authors"),
          json.text("model", ""),
          harvestedAt == null ? Instant.EPOCH : harvestedAt,
          json.time("corrected_at"),
          json.number("agreement", 1),
          votes(json),
          json.text("profile", ""),
          evidence(json));
    } catch (IllegalArgumentException e) {
      throw new CorpusException(CorpusException.Code.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  /** Says what else the council was shown, if anything. */
  static void write(List<Evidence> evidence, ObjectNode json) {
    if (evidence.isEmpty()) {
      return;
    }
    ArrayNode shown = json.putArray("evidence");
    for (Evidence one : evidence) {
      shown
          .addObject()
          .put("exchange_id", one.exchangeId())
          .put("correction_id", one.correctionId());
    }
  }

  /** What else the council was shown; nothing in lines of older versions of this program. */
  static List<Evidence> evidence(Json json) {
    return json.objects("evidence").stream()
        .map(one -> new Evidence(one.text("exchange_id"), one.text("correction_id")))
        .toList();
  }

  private static List<RowVote> votes(Json json) {
    return json.objects("votes").stream()
        .map(
            vote ->
                new RowVote(
                    vote.text("seat"),
                    vote.text("model", ""),
                    vote.number("weight", 1),
                    result(vote.text("result"))))
        .toList();
  }

  private static RowVote.Result result(String name) {
    return Arrays.stream(RowVote.Result.values())
        .filter(result -> result.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"result\" of a vote must be agreed, disagreed or none, not \"" + name + '"'));
  }
}
