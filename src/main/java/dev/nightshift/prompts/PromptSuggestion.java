package dev.nightshift.prompts;

/**
 * Instructions that a rule proposes.
 *
 * @param text all of them
 * @param why what they shall mend, in a sentence
 */
public record PromptSuggestion(String text, String why) {}
