package dev.nightshift.codeloop;

/** How a program is given a row and gives its result. */
public sealed interface Contract {
  /**
   * A function that is called with a row's arguments.
   *
   * @param name of the function
   * @param signature as the model is told it, such as {@code first_primes(n: int) -> list[int]}
   */
  record Function(String name, String signature) implements Contract {}

  /** A script that reads standard input and prints its result. */
  record StandardInput() implements Contract {}
}
