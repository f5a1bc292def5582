package dev.nightshift.corpus;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSONL file of questions that did not become rows, one entry per question, the newest. Replaced
 * whole at every change; one writer at a time.
 */
public final class SideList {
  private static final Logger log = LoggerFactory.getLogger(SideList.class);

  private final Path file;

  private SideList(Path file) {
    this.file = file;
  }

  /** Questions that the council did not agree on. */
  public static SideList abstained(Path trainingData) {
    return new SideList(trainingData.resolve("abstained.jsonl"));
  }

  /** Rows that look like an attack. */
  public static SideList quarantine(Path trainingData) {
    return new SideList(trainingData.resolve("quarantine.jsonl"));
  }

  /** Rows that a person's later word took back. */
  public static SideList withdrawn(Path trainingData) {
    return new SideList(trainingData.resolve("withdrawn.jsonl"));
  }

  /** Rows under the quality threshold. */
  public static SideList dropped(Path trainingData) {
    return new SideList(trainingData.resolve("dropped.jsonl"));
  }

  /** Where the entries are. */
  public Path file() {
    return file;
  }

  /** The entries, oldest first; lines that cannot be read are left out and logged. */
  public List<SideEntry> entries() {
    JsonLines.Parsed<SideEntry> parsed =
        JsonLines.read(file, JsonLines.LastLine.MAY_LACK_END, SideList::parse);
    parsed.bad().forEach(bad -> log.warn("{} line {}: {}", file, bad.number(), bad.reason()));
    return parsed.values();
  }

  /**
   * Puts entries in, each in the place of an older one of its question, and takes questions out.
   */
  public void update(List<SideEntry> added, Set<String> removedQuestionKeys) {
    Map<String, SideEntry> byQuestion = new LinkedHashMap<>();
    List<SideEntry> before = entries();
    before.forEach(entry -> byQuestion.put(entry.questionKey(), entry));
    removedQuestionKeys.forEach(byQuestion::remove);
    for (SideEntry entry : added) {
      byQuestion.remove(entry.questionKey());
      byQuestion.put(entry.questionKey(), entry);
    }
    List<SideEntry> after = List.copyOf(byQuestion.values());
    if (!after.equals(before)) {
      JsonLines.write(file, after.stream().map(SideList::format).toList());
    }
  }

  /** Takes entries out, and with them the lines that cannot be read. */
  public void erase(Predicate<SideEntry> which) {
    List<SideEntry> before = entries();
    List<SideEntry> after = before.stream().filter(which.negate()).toList();
    if (after.size() < before.size()) {
      JsonLines.write(file, after.stream().map(SideList::format).toList());
    }
  }

  private static String format(SideEntry entry) {
    ObjectNode json = Json.object();
    json.put("question", entry.question());
    json.put("answer", entry.answer());
    json.put("reason", entry.reason());
    entry.exchangeIds().forEach(json.putArray("exchange_ids")::add);
    json.put("at", entry.at().toString());
    if (!entry.proposals().isEmpty()) {
      entry.proposals().forEach(json.putArray("proposals")::add);
    }
    json.put("profile", entry.profile());
    RowJson.write(entry.evidence(), json);
    return json.toString();
  }

  private static SideEntry parse(String line) {
    Json json = Json.parse(line);
    Instant at = json.time("at");
    return new SideEntry(
        json.text("question"),
        json.text("answer", ""),
        json.text("reason", ""),
        json.texts("exchange_ids"),
        at == null ? Instant.EPOCH : at,
        json.texts("proposals"),
        json.text("profile", ""),
        RowJson.evidence(json));
  }
}
