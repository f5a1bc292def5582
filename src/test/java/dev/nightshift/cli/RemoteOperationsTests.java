package dev.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.assembly.OperationException;
import dev.nightshift.assembly.Operations;
import dev.nightshift.assembly.OperationsProtocol;
import dev.nightshift.assembly.Progress;
import dev.nightshift.assembly.Reply;
import dev.nightshift.assembly.Request;
import dev.nightshift.assembly.Settings;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.gateway.GatewayFixture;
import dev.nightshift.gateway.ServerFile;
import dev.nightshift.home.Home;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of a process beside a server, over the real gateway. */
class RemoteOperationsTests {
  @TempDir Path directory;
  private final FakeOperations served = new FakeOperations();
  private final FakeOperations direct = new FakeOperations();
  private Home home;
  private GatewayFixture gateway;
  private Operations remote;

  @BeforeEach
  void start() {
    home = new Home(directory);
    gateway =
        new GatewayFixture(
            home.state(),
            GatewayFixture.anyPort(),
            (command, body, lines) -> OperationsProtocol.serve(served, command, body, lines));
    remote = new RunningOrLocal().open(home, Settings.defaults(home), false, Progress.silent());
  }

  @AfterEach
  void stop() {
    remote.close();
    gateway.close();
  }

  @Test
  void aServerOfTheHomeIsFoundAndKeepsItsOwnModel() {
    assertThat(remote).isInstanceOf(RemoteOperations.class);
    assertThatThrownBy(
            () -> new RunningOrLocal().open(home, Settings.defaults(home), true, Progress.silent()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("leave --model out");
  }

  @Test
  void everyRequestAndReplyTravelsWhole() {
    List<BiFunction<Operations, Progress, Reply>> commands =
        List.of(
            (o, p) -> o.ask(new Request.Ask("Où? \"né\"\n?", 7, "ada")),
            (o, p) -> o.ask(new Request.Ask("Why?", null, "ada")),
            (o, p) ->
                o.feedback(new Request.Feedback("x1", Feedback.Kind.CORRECTION, "Därför.", "ada")),
            (o, p) -> o.importExchanges(new Request.Import("/in.jsonl"), p),
            (o, p) -> o.harvest(new Request.Harvest(Instant.EPOCH, null), p),
            (o, p) -> o.train(new Request.Train(List.of("/a.jsonl", "/b.jsonl")), p),
            (o, p) -> o.train(new Request.Train(List.of(), "adapter_1"), p),
            (o, p) -> o.deploy(new Request.Deploy(null), p),
            (o, p) -> o.rollback(new Request.Rollback("base"), p),
            (o, p) -> o.nightly(new Request.Nightly(), p),
            (o, p) -> o.status(new Request.Status()),
            (o, p) -> o.eval(new Request.Eval("/q.jsonl", "base", true), p),
            (o, p) -> o.drill(new Request.Drill(), p));

    for (BiFunction<Operations, Progress, Reply> command : commands) {
      assertThat(command.apply(remote, Progress.silent()))
          .isEqualTo(command.apply(direct, Progress.silent()));
    }
    assertThat(served.requests).isEqualTo(direct.requests);
  }

  @Test
  void progressIsHeardBeforeTheReply() {
    List<String> heard = new ArrayList<>();
    remote.train(
        new Request.Train(List.of()),
        (stage, message, share) -> heard.add(stage + ": " + message + " " + share));
    assertThat(heard).containsExactly("training: step 1 of 10 0.1");
  }

  @Test
  void failuresKeepTheirCodeAndWords() {
    served.failure = new OperationException(OperationException.Code.BUSY, "another night runs");
    assertThatExceptionOfType(OperationException.class)
        .isThrownBy(() -> remote.nightly(new Request.Nightly(), Progress.silent()))
        .withMessage("another night runs")
        .extracting(OperationException::code)
        .isEqualTo(OperationException.Code.BUSY);
  }

  @Test
  void aServerThatIsGoneOrOfAnotherHomeIsToldInWords() {
    ServerFile found = ServerFile.find(home.state()).orElseThrow();
    ServerFile stranger =
        new ServerFile(found.url(), found.port(), "wrong", found.pid(), found.started());
    try (RemoteOperations wrong = new RemoteOperations(stranger)) {
      assertThatThrownBy(() -> wrong.status(new Request.Status()))
          .hasMessageContaining("refused (401)");
    }
    gateway.close();
    assertThatThrownBy(() -> remote.status(new Request.Status()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void anInterruptedCommandSaysThatTheServerGoesOn() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> remote.nightly(new Request.Nightly(), Progress.silent()))
          .hasMessageContaining("the server goes on");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }
}
