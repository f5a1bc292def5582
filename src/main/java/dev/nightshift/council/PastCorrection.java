package dev.nightshift.council;

/**
 * What a person once said on a question like the one before the council.
 *
 * @param question the question
 * @param answer the person's answer
 */
public record PastCorrection(String question, String answer) {}
