package dev.nightshift.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OperationsProtocolTests {
  @Test
  void aRequestWithoutABodyHasNoFields() {
    assertThat(OperationsProtocol.request("nightly", ""))
        .isInstanceOfSatisfying(
            Request.Nightly.class, night -> assertThat(night.scheduled()).isNotEqualTo(true));
    assertThat(OperationsProtocol.request("deploy", "")).isEqualTo(new Request.Deploy(null));
  }

  @Test
  void requestsTravelInSnakeCase() {
    assertThat(OperationsProtocol.request("nightly", "{\"scheduled\":true}"))
        .isEqualTo(new Request.Nightly(true));
    assertThat(
            OperationsProtocol.request(
                "eval", "{\"file\":\"/q.jsonl\",\"adapter\":\"base\",\"always_on\":true}"))
        .isEqualTo(new Request.Eval("/q.jsonl", "base", true));
    assertThat(
            OperationsProtocol.request(
                "eval", "{\"file\":\"/q.jsonl\",\"always_on\":false,\"augmented\":true}"))
        .isEqualTo(new Request.Eval("/q.jsonl", "current", false, true));
  }
}
