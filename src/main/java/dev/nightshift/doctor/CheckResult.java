package dev.nightshift.doctor;

/**
 * A check that was done.
 *
 * @param name of the check
 * @param status how it is
 * @param seen what was seen
 * @param why it matters
 * @param fix what to do; empty when there is nothing to do
 * @param totalMs how long it took
 */
public record CheckResult(
    String name, Verdict.Status status, String seen, String why, String fix, long totalMs) {}
