package dev.nightshift.augmentation;

/**
 * A correction that is put into a prompt.
 *
 * @param exchangeId the exchange that was corrected
 * @param question its question
 * @param answer the corrected answer, without secrets
 * @param relevance how near its question is to the one asked; the floor is compared with this
 * @param score the relevance, a little less for a correction that is old: what they are ordered by,
 *     after those of the very question
 */
public record UsedCorrection(
    String exchangeId, String question, String answer, double relevance, double score) {}
