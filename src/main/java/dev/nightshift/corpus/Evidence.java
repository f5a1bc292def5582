package dev.nightshift.corpus;

/**
 * A person's correction of another question that the council was shown: what it wrote may say the
 * same in other words.
 *
 * @param exchangeId the exchange that was corrected
 * @param correctionId the feedback that corrected it
 */
public record Evidence(String exchangeId, String correctionId) {}
