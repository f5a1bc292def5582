package dev.nightshift.training;

/**
 * An adapter of one tensor of the base, as a file holds it.
 *
 * @param pair A and B
 * @param scale what B · A is multiplied by
 */
record ScaledPair(LoraTensors.Pair pair, double scale) {}
