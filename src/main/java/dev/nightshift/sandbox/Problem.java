package dev.nightshift.sandbox;

/**
 * A part of the boundary that is not there.
 *
 * @param what what is missing
 * @param remedy what to do
 */
public record Problem(String what, String remedy) {
  @Override
  public String toString() {
    return what + ": " + remedy;
  }
}
