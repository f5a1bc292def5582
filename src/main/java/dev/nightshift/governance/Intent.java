package dev.nightshift.governance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be asked; where a question fits several, the first. */
enum Intent {
  NIGHTS(
      "night|adapter|reject|roll(?:ed)?.?back|taken"
          + " back|abstain|abstention|council|training|setting",
      "what went wrong in the nights?"),
  PROMPTS("prompt|instruction", "which instructions are in force, and what is proposed?"),
  TREND(
      "trend|better|worse|improv|over time|compar|progress|held|promis|changed",
      "is it getting better?"),
  ACTIONS("what (?:can|should|must|to do)|fix|recommend|action|do about|todo", "what should I do?"),
  REPORT(
      "report|status|summar|how are (?:things|we)|how is it|overview",
      "what does the last report say?"),
  FAILURES(
      "why|fail|error|wrong|break|broke|problem|issue|crash|timeout|import|syntax|cause",
      "why is code generation failing?");

  private final Pattern words;
  private final String example;

  Intent(String words, String example) {
    this.words = Pattern.compile("\\b(?:" + words + ")");
    this.example = example;
  }

  static Optional<Intent> of(String question) {
    String asked = question.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(one -> one.words.matcher(asked).find()).findFirst();
  }

  /** A question of this kind. */
  String example() {
    return example;
  }

  /** As replies name it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
