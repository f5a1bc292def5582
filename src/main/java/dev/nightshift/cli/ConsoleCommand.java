package dev.nightshift.cli;

import dev.nightshift.assembly.OperationException;
import dev.nightshift.gateway.BrowserPages;
import dev.nightshift.gateway.ServerFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code pipeline console}. */
@Command(
    name = "console",
    description = "Prints a link that opens the running server's pages in a browser, this once.")
final class ConsoleCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Session session;

  @Option(names = "--open", description = "Opens the browser of this desktop as well.")
  boolean open;

  ConsoleCommand(Session session) {
    this.session = session;
  }

  /** Where to go. */
  record Link(String url) {
    /** Without what lets somebody in. */
    @Override
    public String toString() {
      return "Link";
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    ServerFile server =
        ServerFile.find(session.home().state())
            .orElseThrow(
                () ->
                    new OperationException(
                        OperationException.Code.REQUEST,
                        "no server runs on this home: start one with pipeline serve"));
    Link link = new Link(server.url() + ticket(server));
    session.print(link, link::url);
    session.terminal().err().println("The link is good once, and for ten minutes.");
    if (open) {
      open(link.url());
    }
    return ExitCode.DONE.status();
  }

  private static String ticket(ServerFile server) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + BrowserPages.ROOT + "/tickets"))
            .header("Authorization", "Bearer " + server.token())
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new OperationException(
            OperationException.Code.FAILED,
            "the server at "
                + server.url()
                + " gave no link: it answered "
                + response.statusCode());
      }
      return JsonMapper.shared().readTree(response.body()).path("path").asString("");
    } catch (IOException e) {
      throw new OperationException(
          OperationException.Code.FAILED,
          "the server at " + server.url() + " gave no link: " + e.getMessage(),
          e);
    }
  }

  private void open(String url) {
    try {
      new ProcessBuilder(List.of("xdg-open", url))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      session.terminal().err().println("no browser could be opened; follow the link by hand");
    }
  }
}
