package dev.nightshift.sandbox;

import java.time.Duration;

/**
 * What a run used, seen from outside.
 *
 * @param wall from the hand-over of the program until it was over
 * @param cpu of all its processes, as last seen; a run shorter than a look says nothing
 * @param peakBytes most memory of all its processes together, as seen
 * @param warm whether an interpreter was waiting for it
 */
public record Usage(Duration wall, Duration cpu, long peakBytes, boolean warm) {}
