package dev.nightshift.serving;

/**
 * An adapter that a backend has taken and found usable.
 *
 * @param adapter what was loaded
 * @param scope which questions it may answer
 * @param source answers with it
 */
record LoadedAdapter(ServableAdapter adapter, AnswerScope scope, AnswerSource source) {}
