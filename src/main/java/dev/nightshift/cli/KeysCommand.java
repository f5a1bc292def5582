package dev.nightshift.cli;

import dev.nightshift.access.AccessException;
import dev.nightshift.access.AccessScope;
import dev.nightshift.access.ApiKey;
import dev.nightshift.access.KeyStore;
import dev.nightshift.access.NewKey;
import dev.nightshift.access.Rate;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code pipeline keys create|list|revoke}. They change the home's file of keys themselves; a
 * running server looks at it with every request.
 */
@Command(name = "keys", description = "Makes, lists and revokes API keys.")
final class KeysCommand implements Callable<Integer> {
  private final Session session;

  private KeysCommand(Session session) {
    this.session = session;
  }

  static CommandLine withSubcommands(Session session) {
    return new CommandLine(new KeysCommand(session))
        .addSubcommand(new Create(session))
        .addSubcommand(new ListKeys(session))
        .addSubcommand(new Revoke(session));
  }

  @Override
  public Integer call() {
    return session.fail("USAGE", "say keys create, keys list or keys revoke", ExitCode.WRONG_USE);
  }

  private static KeyStore store(Session session) {
    return new KeyStore(session.home().state(), Clock.systemUTC());
  }

  /** {@code pipeline keys create --name N}. */
  @Command(name = "create", description = "Makes a key and prints it, this once.")
  static final class Create implements Callable<Integer> {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,5})([mhd])");
    private static final Map<String, Duration> UNITS =
        Map.of("m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private final Session session;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        required = true,
        description = "Who will use it; the author of what is asked with it.")
    String name = "";

    @Option(
        names = "--scope",
        paramLabel = "SCOPES",
        split = ",",
        description = "What it is for: ask, feedback, operate; ask,feedback unless given.")
    List<String> scopes = List.of("ask", "feedback");

    @Option(
        names = "--rate",
        paramLabel = "RATE",
        description = "Most requests, such as 10/s, 60/m, 1000/h or 5000/d; otherwise no limit.")
    @Nullable String rate;

    @Option(
        names = "--expires",
        paramLabel = "SPAN",
        description = "After how long it is refused, such as 90d, 12h or 30m; otherwise never.")
    @Nullable String expires;

    Create(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      NewKey made =
          store(session)
              .create(
                  name,
                  AccessScope.parse(scopes),
                  rate == null ? null : Rate.parse(rate),
                  expires == null ? null : Instant.now().plus(span(expires)));
      session.print(Made.of(made), made::secret);
      PrintStream err = session.terminal().err();
      err.println(Entry.of(made.key()).text());
      err.println(
          "That is the key; it is not kept and cannot be shown again. Send it as the header");
      err.println("Authorization: Bearer nsk_…");
      return ExitCode.DONE.status();
    }

    private static Duration span(String text) {
      Matcher matcher = SPAN.matcher(text);
      if (!matcher.matches()) {
        throw new AccessException(
            AccessException.Code.INVALID,
            "\"" + text + "\" is no span of time; write 90d, 12h or 30m");
      }
      Duration unit = Objects.requireNonNull(UNITS.get(matcher.group(2)));
      return unit.multipliedBy(Long.parseLong(matcher.group(1)));
    }
  }

  /** {@code pipeline keys list}. */
  @Command(name = "list", description = "Lists the keys, those no longer in force too.")
  static final class ListKeys implements Callable<Integer> {
    private final Session session;

    ListKeys(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Keys keys = new Keys(store(session).list().stream().map(Entry::of).toList());
      session.print(keys, keys::text);
      return ExitCode.DONE.status();
    }
  }

  /** {@code pipeline keys revoke ID}. */
  @Command(name = "revoke", description = "Revokes a key; a running server refuses it at once.")
  static final class Revoke implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", description = "The id that keys list prints.")
    String id = "";

    Revoke(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Entry revoked = Entry.of(store(session).revoke(id));
      session.print(revoked, revoked::text);
      return ExitCode.DONE.status();
    }
  }

  /** The keys there are. */
  record Keys(List<Entry> keys) {
    String text() {
      return keys.isEmpty()
          ? "there are no keys; pipeline keys create makes one"
          : String.join(System.lineSeparator(), keys.stream().map(Entry::text).toList());
    }
  }

  /** One key, without itself. */
  record Entry(
      String id,
      String name,
      List<String> scopes,
      @Nullable String rate,
      Instant created,
      @Nullable Instant expires,
      @Nullable Instant revoked,
      String state) {
    static Entry of(ApiKey key) {
      return new Entry(
          key.id(),
          key.name(),
          words(key),
          key.rate() == null ? null : key.rate().toString(),
          key.created(),
          key.expires(),
          key.revoked(),
          key.state(Instant.now()).name());
    }

    String text() {
      return id
          + "  "
          + name
          + "  "
          + String.join(",", scopes)
          + (rate == null ? "" : "  " + rate)
          + (expires == null ? "" : "  until " + expires)
          + (state.equals("ACTIVE") ? "" : "  " + state);
    }
  }

  /** A new key with itself. */
  record Made(
      String id,
      String name,
      List<String> scopes,
      @Nullable String rate,
      @Nullable Instant expires,
      String key) {
    static Made of(NewKey made) {
      ApiKey key = made.key();
      return new Made(
          key.id(),
          key.name(),
          words(key),
          key.rate() == null ? null : key.rate().toString(),
          key.expires(),
          made.secret());
    }

    /** Without the key. */
    @Override
    public String toString() {
      return "Made[" + id + "]";
    }
  }

  private static List<String> words(ApiKey key) {
    return key.scopes().stream().sorted().map(AccessScope::word).toList();
  }
}
