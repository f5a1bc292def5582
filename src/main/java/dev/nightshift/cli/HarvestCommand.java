package dev.nightshift.cli;

import dev.nightshift.assembly.Request;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pipeline harvest [--since --until]}. */
@Command(
    name = "harvest",
    description = "Turns failed exchanges (of yesterday, unless told) into training rows.")
final class HarvestCommand implements Callable<Integer> {
  private final Session session;

  @Option(names = "--since", paramLabel = "MOMENT", description = "2026-11-20 or with a time.")
  @Nullable String since;

  @Option(names = "--until", paramLabel = "MOMENT", description = "The first moment not meant.")
  @Nullable String until;

  HarvestCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Request.Harvest request = new Request.Harvest(instant(since), instant(until));
    return session.run((operations, progress) -> operations.harvest(request, progress));
  }

  private @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Moment.parse(text, session.settings().harvest().zoneId());
  }
}
