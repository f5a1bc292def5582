package dev.nightshift.versions;

/**
 * What became other from one program to another.
 *
 * @param from the first
 * @param to the second
 * @param text a unified diff; empty when they are the same
 */
public record Difference(Program from, Program to, String text) {}
