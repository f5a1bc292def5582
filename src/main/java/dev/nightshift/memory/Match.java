package dev.nightshift.memory;

/**
 * A remembered exchange that is like a question.
 *
 * @param remembered the exchange
 * @param similarity cosine of the two questions' embeddings, -1 to 1
 * @param score the rank score of the hybrid search; comparable within one result only
 */
public record Match(Remembered remembered, double similarity, double score) {}
