package dev.nightshift.serving;

import java.util.Optional;

/** A model that nobody may give an adapter to; a test says what it answers. */
public abstract class BaseOnlyModel implements LanguageModel {
  @Override
  public String name() {
    return "tiny";
  }

  @Override
  public void activate(ServableAdapter adapter) {
    throw new AssertionError("nobody makes an adapter active here: " + adapter);
  }

  @Override
  public void deactivate() {
    throw new AssertionError("nobody takes an adapter away here");
  }

  @Override
  public Optional<ServableAdapter> active() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
