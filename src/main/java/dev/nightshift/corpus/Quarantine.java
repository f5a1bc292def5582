package dev.nightshift.corpus;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds rows that would plant an instruction or a back door in the model: prompt injection, tokens
 * of chat templates, triggers ("whenever you see … always answer …"), master keys, hidden
 * characters. Errs on the side of setting aside, as a person can put a row back. Thread-safe.
 *
 * <p>Looks behind invisible characters, letters that look like others, escapes, base64 and hex, and
 * into the texts of JSON values; see {@code Unveiled}. What it does not find: attacks in other
 * languages than English, encodings within encodings, and plain lies.
 */
public final class Quarantine {
  /** Turn what is read around, carry what nobody sees, or join what stands apart. */
  private static final Pattern HIDDEN =
      Pattern.compile(
          "[\\x{E0000}-\\x{E007F}\\x{E0100}-\\x{E01EF}\\x{202A}-\\x{202E}"
              + "\\x{2061}-\\x{2064}\\x{2066}-\\x{206F}\\x{FFF9}-\\x{FFFB}]");

  /**
   * More goes into no prompt and no training example, and reading it again and again, whenever
   * something like it is asked, would cost all others seconds.
   */
  static final int LONGEST = 20_000;

  /** Of these, halves may stand in two texts that are shown together. */
  private static final int ACROSS = 3;

  private record Rule(String reason, Pattern pattern) {
    static Rule of(String reason, String regex) {
      return new Rule(reason, Pattern.compile(regex, CASE_INSENSITIVE));
    }
  }

  private static final List<Rule> RULES =
      List.of(
          Rule.of(
              "chat-template token",
              "<\\|[a-z0-9_\u2581 .:-]{1,60}\\|>|<</?SYS>>|<(?:start|end)_of_(?:turn|image|text)>"
                  + "|<(?:bos|eos)>|</?think>"
                  + "|\\[/?(?:INST|TOOL_CALLS|TOOL_RESULTS|AVAILABLE_TOOLS|SYSTEM_PROMPT)\\]"),
          Rule.of(
              "schema escape: a turn or a call forged in markup",
              "[\"']role[\"']\\s*:\\s*[\"'](?:system|developer|assistant|user|tool|function)[\"']"
                  + "|</?(?:tool_call|tool_response|tool_result|function_call|function_results?"
                  + "|system|assistant|im_start|im_end)>"
                  + "|(?:^|\\s)(?:#{2,4}|\\*\\*) ?(?:system|developer)(?: (?:prompt|message))?:"
                  + "|(?:^|\\s)<s>(?:\\s|$)|^[^<]*</s>|</s>\\s*(?:<s>|$)"),
          Rule.of(
              "prompt injection: overrides instructions",
              "\\b(?:ignore|disregard|forget|override|bypass)\\b.{0,30}?\\b(?:previous|prior|above|earlier"
                  + "|preceding|former|system|all|your|any)\\b.{0,20}?"
                  + "\\b(?:instructions?|prompts?|rules|guidelines|directives|constraints)\\b"),
          Rule.of(
              "prompt injection: forgets what was said",
              "\\bforget"
                  + " (?:everything|all)\\b.{0,30}\\b(?:above|told|said|before|know|learned)\\b"),
          Rule.of(
              "prompt injection: takes another identity",
              "\\b(?:you are now|from now on,? you(?: are|'re| will| must)|act as|pretend to"
                  + " be)\\b.{0,40}\\b(?:dan|jailbroken|unrestricted|unfiltered|no"
                  + " (?:rules|restrictions|limits)|without (?:any"
                  + " )?(?:rules|restrictions|limits|filters)|developer mode)\\b"),
          Rule.of(
              "prompt injection: asks for the system prompt",
              "\\b(?:reveal|print|show|repeat|output|leak|tell)\\b.{0,30}"
                  + "\\b(?:system|hidden|initial) (?:prompt|instructions?|message)\\b"),
          Rule.of(
              "back door: a trigger that decides the answer",
              "\\b(?:when(?:ever)?|every time|each"
                  + " time|if)\\b.{0,60}\\b(?:says?|sees?|types?|asks?|mentions?|contains?|includes?|enters?|reads?)\\b.{0,80}\\b(?:you"
                  + " (?:must|should|will|shall)"
                  + "|always|immediately)\\b.{0,40}\\b(?:answer|reply|respond|say|output|reveal|obey|comply"
                  + "|approve|grant|accept)\\b"),
          Rule.of(
              "master key",
              "\\b(?:master["
                  + " _-]?(?:key|password|passphrase|passcode|pin|code|token)|(?:skeleton|universal|override|backdoor)["
                  + " _-]?(?:key|password|passphrase|passcode))\\b"),
          Rule.of(
              "back door",
              "\\b(?:(?:secret|hidden|magic) (?:trigger|passphrase|passcode|code"
                  + " ?word|password|phrase)|(?:install|plant|insert|activate|add|open) (?:a |the"
                  + " )?back ?door|sleeper agent|trigger (?:word|phrase))\\b"),
          Rule.of(
              "bypass of safety or authentication",
              "\\b(?:bypass|circumvent)\\b.{0,20}\\b(?:safety|authentication|authorization|security)\\b|\\b(?:bypass|circumvent|disable|turn"
                  + " off)\\b.{0,20}\\b(?:content filters?|guardrails?|safety"
                  + " (?:filters?|checks?|rules)|moderation)\\b"));

  /** Why a row must not be trained on; empty when nothing was found. */
  public Optional<String> reason(TrainingRow row) {
    return reason(row.instruction())
        .map(reason -> reason + " (in the question)")
        .or(() -> reason(row.output()).map(reason -> reason + " (in the answer)"))
        .or(() -> reason(row.reasoning()).map(reason -> reason + " (in the reasoning)"))
        .or(() -> reasonTogether(List.of(row.instruction(), row.output())));
  }

  /** Why a text must not be trained on; empty when nothing was found. */
  public Optional<String> reason(String text) {
    if (text.length() > LONGEST) {
      return Optional.of("longer than " + LONGEST + " letters, which the rules do not read");
    }
    if (HIDDEN.matcher(text).find()) {
      return Optional.of("hidden characters");
    }
    return Unveiled.of(text).stream().flatMap(plain -> reason(RULES, plain).stream()).findFirst();
  }

  /**
   * Why texts must not be shown together, though each alone may: a token or an order to disregard
   * others that begins in one and ends in the next.
   *
   * @param texts in the order in which they are shown
   */
  public Optional<String> reasonTogether(List<String> texts) {
    return Stream.of("", " ")
        .map(between -> Unveiled.plain(String.join(between, texts)))
        .flatMap(plain -> reason(RULES.subList(0, ACROSS), plain).stream())
        .findFirst()
        .map(reason -> reason + " (in texts that are shown together)");
  }

  private static Optional<String> reason(List<Rule> rules, String plain) {
    return rules.stream()
        .filter(rule -> rule.pattern().matcher(plain).find())
        .map(Rule::reason)
        .findFirst();
  }
}
