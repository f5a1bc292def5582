package dev.nightshift.gateway;

import static dev.nightshift.gateway.AskingOverHttpTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GovernanceOverHttpTests {
  private static final String KEY = "a-token-for-tests";

  @TempDir Path state;
  private final List<String> asked = new ArrayList<>();
  private String answer = "";
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    gateway =
        new GatewayFixture(
            state,
            GatewaySettings.at("0.0.0.0", 0, KEY),
            (command, body, lines) -> {
              asked.add(command + " " + body);
              lines.accept(answer);
            });
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return gateway.send(gateway.request(path).header("Authorization", "Bearer " + operator()));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return gateway.send(
        gateway.posting(path, body).header("Authorization", "Bearer " + operator()));
  }

  /** The token of commands, which may operate. */
  private String operator() {
    return ServerFile.find(state).orElseThrow().token();
  }

  @Test
  void the_newest_report_is_told_as_it_is() throws Exception {
    answer = "{\"reply\":{\"state\":\"REPORTED\",\"report\":{\"id\":\"r1\"}}}";

    HttpResponse<String> response = get("/governance/report");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"id\":\"r1\"}");
    assertThat(asked).containsExactly("governance {\"wanted\":\"LAST\"}");
  }

  @Test
  void without_a_report_there_is_none_to_be_found() throws Exception {
    answer = "{\"reply\":{\"state\":\"NOTHING_TO_DO\",\"report\":null}}";

    assertProblem(get("/governance/report"), 404, "POST /governance/report");
  }

  @Test
  void lists_are_told_as_lists() throws Exception {
    answer = "{\"reply\":{\"reports\":[{\"id\":\"r1\"}],\"timeline\":[]}}";

    assertThat(get("/governance/reports").body()).isEqualTo("[{\"id\":\"r1\"}]");
    assertThat(get("/governance/timeline").body()).isEqualTo("[]");
  }

  @Test
  void a_report_is_written_when_it_is_asked_for() throws Exception {
    answer = "{\"reply\":{\"report\":{\"id\":\"r2\"}}}";

    assertThat(post("/governance/report", "{\"since_ms\":60000}").body())
        .isEqualTo("{\"id\":\"r2\"}");
    assertThat(asked).containsExactly("governance {\"wanted\":\"REPORT\",\"since_ms\":60000}");
  }

  @Test
  void a_question_is_answered_and_one_that_is_none_is_refused() throws Exception {
    answer = "{\"reply\":{\"answer\":{\"answer\":\"3 of 3\"}}}";

    assertThat(post("/governance/chat", "{\"question\":\"why?\"}").body())
        .isEqualTo("{\"answer\":\"3 of 3\"}");
    assertProblem(post("/governance/chat", "{\"question\":\" \"}"), 400, "question");
    assertThat(asked).hasSize(1);
  }

  @Test
  void what_goes_wrong_is_a_problem() throws Exception {
    answer = "{\"error\":{\"code\":\"REQUEST\",\"message\":\"since_ms must be above 0\"}}";
    assertProblem(post("/governance/report", "{\"since_ms\":0}"), 400, "since_ms");

    answer = "{\"error\":{\"code\":\"FAILED\",\"message\":\"cannot read the index\"}}";
    assertProblem(get("/governance/timeline"), 503, "cannot read");
  }

  @Test
  void nobody_without_a_key_is_told() throws Exception {
    assertThat(gateway.get("/governance/report").statusCode()).isEqualTo(401);
    assertThat(asked).isEmpty();
  }
}
