package dev.nightshift.council;

/**
 * What a person once said on a question like the one before the council.
 *
 * @param question the question
 * @param answer the person's answer
 * @param exchangeId the exchange with that question; no seat is told of it
 * @param correctionId the person's feedback; no seat is told of it
 */
public record PastCorrection(
    String question, String answer, String exchangeId, String correctionId) {}
