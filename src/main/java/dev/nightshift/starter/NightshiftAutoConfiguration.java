package dev.nightshift.starter;

import dev.nightshift.assembly.Settings;
import dev.nightshift.home.Home;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * A {@link Nightshift} for an application that has this program on its class path. {@code
 * nightshift.embedded.enabled: false} leaves it out, {@code nightshift.embedded.home} (default
 * {@code nightshift}, in the working directory) is where it keeps everything.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "nightshift.embedded.enabled", matchIfMissing = true)
public final class NightshiftAutoConfiguration {

  /** Starts and stops with the application. A wrong setting stops the application's start. */
  @Bean
  @ConditionalOnMissingBean
  Nightshift nightshift(ConfigurableEnvironment environment) {
    Home home =
        new Home(Path.of(environment.getProperty("nightshift.embedded.home", "nightshift")));
    Settings settings =
        Settings.load(
            home,
            System.getenv(),
            ApplicationProperties.of(environment),
            "the application's configuration");
    return new Nightshift(home, settings);
  }
}
