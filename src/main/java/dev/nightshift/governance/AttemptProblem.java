package dev.nightshift.governance;

/**
 * One way in which an attempt failed.
 *
 * @param category of the pattern
 * @param detail what exactly, in a few words: a module, an exception; may be empty
 * @param line of the program, from 1; 0 where it is not known
 * @param rows how many rows failed so; 0 for what was found before a run and for the tests
 */
public record AttemptProblem(FailureCategory category, String detail, int line, int rows) {}
