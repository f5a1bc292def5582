package dev.nightshift.harvest;

/**
 * A group with its verdict.
 *
 * @param group failures of one question
 * @param verdict what is to become of them
 */
record Examined(QuestionGroup group, Verdict verdict) {}
