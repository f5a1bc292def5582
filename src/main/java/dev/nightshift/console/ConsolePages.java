package dev.nightshift.console;

import dev.nightshift.gateway.WebPages;
import java.util.Map;

/** The console as pages on the gateway's address. */
public final class ConsolePages {
  private static final Map<String, Object> PROPERTIES =
      Map.of(
          "spring.thymeleaf.prefix",
          "classpath:/dev/nightshift/console/",
          "spring.thymeleaf.cache",
          true,
          // A page that fails half way is a failure, not half a page.
          "spring.thymeleaf.servlet.produce-partial-output-while-processing",
          false);

  private ConsolePages() {}

  /** The pages over a pipeline's parts. */
  public static WebPages of(ConsoleParts parts) {
    return new WebPages(ConsoleConfiguration.class, PROPERTIES, Map.of(ConsoleParts.class, parts));
  }
}
