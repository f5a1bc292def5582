package dev.nightshift.sandbox;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The sandbox of somebody who set nothing, for tests of all packages. */
public final class ShippedSandbox {
  private ShippedSandbox() {}

  /** The defaults, as they are bound. */
  public static SandboxSettings settings() {
    return new Binder(new MapConfigurationPropertySource(Map.of()))
        .bindOrCreate("nightshift.sandbox", SandboxSettings.class);
  }

  /** Opens one. */
  public static Sandbox open() {
    return Sandbox.open(settings());
  }
}
