package dev.nightshift.versions;

/**
 * A program that is kept.
 *
 * @param name in full, such as {@code 20261122-010203-primes-0a1b2c3d:3} or {@code primes:v2}
 * @param task id of the task
 * @param told what its commit says in one line
 * @param source the program; empty when the model wrote none
 * @param commit the commit's id
 */
public record Program(String name, String task, String told, String source, String commit) {}
