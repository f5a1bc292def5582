package brokenfixture.util;

/** Breaks: a package whose name says nothing. */
public final class Text {
  private Text() {}
}
