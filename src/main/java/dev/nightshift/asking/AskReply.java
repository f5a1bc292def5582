package dev.nightshift.asking;

import dev.nightshift.exchange.Answer;

/**
 * A remembered answer.
 *
 * @param id of the exchange; feedback names it
 * @param answer what the model said
 * @param success whether its confidence lies above the threshold
 */
public record AskReply(String id, Answer answer, boolean success) {}
