package dev.nightshift.council;

/**
 * What a seat is asked.
 *
 * @param system what to do and in which form to reply
 * @param user the case
 * @param maxTokens most tokens to reply with
 */
public record CouncilPrompt(String system, String user, int maxTokens) {}
