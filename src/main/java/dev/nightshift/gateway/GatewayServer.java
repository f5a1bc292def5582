package dev.nightshift.gateway;

import dev.nightshift.access.Callers;
import dev.nightshift.access.KeyStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MapPropertySource;

/**
 * A running gateway. It installs no shutdown hook: who started it closes it, before closing what it
 * serves.
 */
public final class GatewayServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);

  private final ConfigurableApplicationContext context;
  private final Path file;
  private final ServerFile content;

  private GatewayServer(ConfigurableApplicationContext context, Path file, ServerFile content) {
    this.context = context;
    this.file = file;
    this.content = content;
  }

  /**
   * Starts listening and says so in {@code server.json}.
   *
   * @param stateDirectory where {@code server.json} goes
   * @throws IllegalArgumentException when others can reach the address and there is no key
   * @throws dev.nightshift.access.AccessException UNREADABLE when the keys are
   * @throws IllegalStateException when the address cannot be listened on
   * @throws UncheckedIOException when {@code server.json} cannot be written
   */
  public static GatewayServer start(
      GatewaySettings settings, Path stateDirectory, GatewayParts parts) {
    return start(settings, stateDirectory, parts, List.of(), sent -> false);
  }

  /**
   * The same with pages of others.
   *
   * @param nodes says whether what a request carries is another node's token
   */
  public static GatewayServer start(
      GatewaySettings settings,
      Path stateDirectory,
      GatewayParts parts,
      List<WebPages> pages,
      Predicate<String> nodes) {
    Callers callers = callers(settings, stateDirectory, nodes);
    ConfigurableApplicationContext context = open(settings, callers, parts, pages);
    try {
      int port = portOf(context);
      ProcessHandle self = ProcessHandle.current();
      ServerFile content =
          new ServerFile(
              "http://" + hostToCall(settings) + ":" + port,
              port,
              callers.operatorToken(),
              self.pid(),
              self.info().startInstant().orElse(null));
      Path file = ServerFiles.in(stateDirectory);
      ServerFiles.write(file, content);
      LOG.info("listening on {}", content.url());
      return new GatewayServer(context, file, content);
    } catch (IOException e) {
      context.close();
      throw new UncheckedIOException(
          "server.json cannot be written, so commands would not find this server", e);
    }
  }

  /**
   * Whether a gateway may listen where it is told to, which can be known before anything is loaded.
   *
   * @throws IllegalArgumentException as {@link #start}
   * @throws dev.nightshift.access.AccessException as {@link #start}
   */
  public static void requireKeys(GatewaySettings settings, Path stateDirectory) {
    Callers _ = callers(settings, stateDirectory, sent -> false);
  }

  private static Callers callers(
      GatewaySettings settings, Path stateDirectory, Predicate<String> nodes) {
    KeyStore keys = new KeyStore(stateDirectory, InstantSource.system());
    Callers callers = new Callers(keys, settings.apiToken(), !settings.loopback(), nodes);
    if (callers.closedToAll()) {
      throw new IllegalArgumentException(
          "address "
              + settings.address()
              + " can be reached from other machines, which needs API keys: make one with pipeline"
              + " keys create --name NAME, set nightshift.gateway.api-token, or listen on"
              + " 127.0.0.1");
    }
    return callers;
  }

  private static ConfigurableApplicationContext open(
      GatewaySettings settings, Callers callers, GatewayParts parts, List<WebPages> pages) {
    SpringApplication application = new SpringApplication(GatewayConfiguration.class);
    application.addPrimarySources(pages.stream().map(WebPages::configuration).toList());
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setRegisterShutdownHook(false);
    // What an application that embeds this says of its own server must not be read here.
    application.setDefaultProperties(Map.of("spring.config.name", "nightshift-gateway"));
    application.addInitializers(
        given -> {
          given
              .getEnvironment()
              .getPropertySources()
              .addFirst(new MapPropertySource("gateway", web(settings)));
          given
              .getEnvironment()
              .getPropertySources()
              .addFirst(
                  new MapPropertySource("documentation", DocumentationConfiguration.properties()));
          GenericApplicationContext beans = (GenericApplicationContext) given;
          beans.registerBean(GatewaySettings.class, () -> settings);
          beans.registerBean(Callers.class, () -> callers);
          beans.registerBean(GatewayParts.class, () -> parts);
          pages.forEach(some -> add(some, beans));
        });
    try {
      return application.run();
    } catch (RuntimeException e) {
      String where = settings.address() + ":" + settings.port();
      throw new IllegalStateException(
          NestedExceptionUtils.getMostSpecificCause(e) instanceof BindException
                  || e instanceof PortInUseException
                  || e.getCause() instanceof PortInUseException
              ? "cannot listen on "
                  + where
                  + ", which is in use: stop what runs there"
                  + " or choose another nightshift.gateway.port"
              : "the gateway did not start on " + where + ": " + e.getMessage(),
          e);
    }
  }

  private static void add(WebPages pages, GenericApplicationContext beans) {
    String name = pages.configuration().getName();
    beans
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource(name, pages.properties()));
    pages
        .objects()
        .forEach(
            (type, object) -> beans.getBeanFactory().registerSingleton(type.getName(), object));
  }

  private static Map<String, Object> web(GatewaySettings settings) {
    return Map.of(
        "server.address",
        settings.address(),
        "server.port",
        settings.port(),
        "server.shutdown",
        "graceful",
        "spring.lifecycle.timeout-per-shutdown-phase",
        settings.timeouts().drain().toMillis() + "ms",
        "spring.threads.virtual.enabled",
        true,
        "spring.web.resources.add-mappings",
        false,
        // It would read the forms of PUT, PATCH and DELETE whole, before anybody is asked for a
        // key.
        "spring.mvc.formcontent.filter.enabled",
        false);
  }

  private static int portOf(ConfigurableApplicationContext context) {
    if (context instanceof ServletWebServerApplicationContext web && web.getWebServer() != null) {
      return web.getWebServer().getPort();
    }
    throw new IllegalStateException("the gateway's context has no web server");
  }

  /** The web context, for tests that look at its routes. */
  ApplicationContext context() {
    return context;
  }

  /** Base address, such as {@code http://127.0.0.1:8000}. */
  public String url() {
    return content.url();
  }

  /** Stops listening, lets running requests finish, and removes {@code server.json}. */
  @Override
  public void close() {
    try {
      ServerFiles.remove(file, content);
    } catch (IOException e) {
      LOG.warn("{} could not be removed; it will be taken for stale", file, e);
    }
    context.close();
  }

  private static String hostToCall(GatewaySettings settings) {
    String address = settings.address();
    if (address.equals("0.0.0.0") || address.equals("::")) {
      return "127.0.0.1";
    }
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
