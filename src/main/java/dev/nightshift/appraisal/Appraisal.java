package dev.nightshift.appraisal;

/** What a program is worth. */
public record Appraisal(Correctness correctness, Efficiency efficiency, Practice practice) {}
