package dev.nightshift.rollout;

import dev.nightshift.evaluation.EvaluationItem;

/**
 * A question sent to judge a rollout.
 *
 * @param item the question and its right answer
 * @param inScope whether the adapter was trained to answer it
 */
record Probe(EvaluationItem item, boolean inScope) {}
