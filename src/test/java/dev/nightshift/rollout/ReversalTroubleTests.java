package dev.nightshift.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.notify.Notification;
import dev.nightshift.rollout.ScriptedModel.Manner;
import dev.nightshift.serving.ServableAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails while an adapter is taken back must not keep the failed one answering. */
class ReversalTroubleTests {
  private static final DateTimeFormatter VIEW_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  @TempDir Path folder;
  private final List<Path> inTheWay = new ArrayList<>();
  private RolloutFixture home;
  private AdapterVersion good;
  private AdapterVersion bad;
  private RolloutLedger ledger;

  @BeforeEach
  void serveAGoodAdapter() {
    home = new RolloutFixture(folder);
    good = home.serveGood();
    bad = home.trained();
    home.model.scriptLive(bad.name(), Manner.GARBAGE);
    ledger = new RolloutLedger(home.database, "");
  }

  /** Something stands where the next deployment views of a version would be. */
  private void block(AdapterVersion version) {
    String time = VIEW_TIME.format(home.clock.instant());
    for (int n = 1; n <= 5; n++) {
      String name = "%s_%02d_%s".formatted(time, n, version.name());
      try {
        inTheWay.add(Files.writeString(folder.resolve("loras/deployments").resolve(name), ""));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private RolloutResult deployBad(Runnable beforeTheReversal) {
    return home.rollouts()
        .deploy(
            bad,
            (phase, message) -> {
              if (phase.equals("rollback") && message.startsWith(bad.name())) {
                beforeTheReversal.run();
              }
            });
  }

  private String served() {
    return home.model.active().map(ServableAdapter::version).orElse("base");
  }

  @Test
  void whatAnsweredBeforeAnswersAgainEvenIfTheLinkCannotBeSet() throws IOException {
    RolloutResult result = deployBad(() -> block(good));

    assertThat(served()).isEqualTo(good.name());
    assertThat(result.state()).isEqualTo(RolloutState.ROLLED_BACK);
    assertThat(result.active()).isEqualTo(good.name());
    assertThat(result.reason()).contains("cannot make " + good.name() + " current");
    assertThat(home.told.getLast().kind()).isEqualTo(Notification.Kind.ERROR);
    assertThat(ledger.unfinished()).as("for the next start").hasSize(1);

    assertThat(home.deploy(bad).state()).isEqualTo(RolloutState.REJECTED);
    assertThat(home.deploy(home.trained()).reason()).contains(bad.name(), "restart");
    assertThat(served()).as("the files still name it, nobody loads it").isEqualTo(good.name());

    for (Path path : inTheWay) {
      Files.delete(path);
    }
    home.clock.advance(Duration.ofMinutes(1));
    home.model = new ScriptedModel(home.clock);
    home.rollouts().recover(RolloutListener.silent());
    home.assertServed(good);
    assertThat(ledger.unfinished()).isEmpty();
  }

  @Test
  void theBaseAnswersWhenTheBackendFailsToLoadTheTarget() {
    RolloutResult result = deployBad(() -> home.model.script(good.name(), Manner.UNREACHABLE));

    home.assertServed(home.store.base());
    assertThat(result.active()).isEqualTo("base");
    assertThat(result.reason()).contains(good.name() + " could not be loaded");
    assertThat(ledger.unfinished()).isEmpty();
  }
}
