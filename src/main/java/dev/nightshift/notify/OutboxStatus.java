package dev.nightshift.notify;

/**
 * What is in the outbox.
 *
 * @param pending deliveries that wait for their first or next attempt
 * @param sent deliveries that a webhook took
 * @param dead deliveries given up: refused for good, or too old
 * @param lastError of a delivery that did not arrive; empty if there is none; holds no URL
 */
public record OutboxStatus(int pending, int sent, int dead, String lastError) {}
