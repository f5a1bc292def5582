package dev.nightshift.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTests {
  private final Redactor redactor = new Redactor();

  // Secrets are put together from pieces so that no scanner takes this file for a leak.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Write to ada.lovelace+x@mail.example.org now|Write to [REDACTED:email] now",
        "key AKIA~IOSFODNN7EXAMPLE here|key [REDACTED:aws-key] here",
        "gh~p_abcdefghijklmnopqrst0123456789ABCDEF|[REDACTED:github-token]",
        "xo~xb-123456789012-abcdefGHIJKL|[REDACTED:slack-token]",
        "use s~k-proj-abc123DEF456ghi789 please|use [REDACTED:api-key] please",
        "Authorization: Bearer abcdef0123456789abcdef|Authorization: Bearer"
            + " [REDACTED:bearer-token]",
        "api_key = 'q8w7e6r5t4y3'|api_key = '[REDACTED:secret]'",
        "the password is Winter2024! ok|the password is [REDACTED:secret] ok",
        "postgres://app:hunter22@db/x|postgres://app:[REDACTED:password]@db/x",
        "Card 4111 1111 1111 1111 12/29|Card [REDACTED:card] 12/29",
        "Card 4111111111111111.|Card [REDACTED:card].",
        "Amex 3782-822463-10005|Amex [REDACTED:card]",
        "Ring +47 22 33 44 55 at noon|Ring [REDACTED:phone] at noon",
        "Ring (212) 555-0187 at noon|Ring [REDACTED:phone] at noon",
        "Ring 212-555-0187.|Ring [REDACTED:phone].",
        "phone: 22 33 44 55|phone: [REDACTED:phone]",
        "call us at 030 1234567 today|call us at [REDACTED:phone] today",
      })
  void secretsAndPersonalDataAreReplaced(String text, String expected) {
    assertThat(redactor.redact(text.replace("~", "")).text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The war lasted from 1939-1945 and 2024-01-31 is a date.",
        "Call it in 2024-2025, or call 12 times.",
        "Port 8080 on 192.168.100.12:5432 or 10.0.0.1",
        "1700000000000 is a time in milliseconds, 6371000 metres is a radius.",
        "Pi is 3.14159265358979 and e is 2.718281828459045.",
        "Card 4111 1111 1111 1112 has a wrong check digit.",
        "ISBN 978-3-16-148410-0",
        "The sum is 300 400 5000 or 1,234,567,890.",
        "It grew by +100 000 000 in a year, +5 degrees.",
        "git clone git@github.com:some/thing.git",
        "import sk-learn-style-pipelines-for-everyone",
        "A token is a word; the password is required.",
        "The secret: knowledge. api key: see the manual.",
        "version 1.18.1-beta27, commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "bearer of good news and basic understanding-of-things",
        "x@y and @Override and user@localhost",
        "order 12345678, telephone invented in 1876",
      })
  void ordinaryTextStays(String text) {
    assertThat(redactor.redact(text)).isEqualTo(new Redacted(text, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA ", "", "OPENSSH ", "EC "})
  void privateKeysGoWhole(String kind) {
    String key =
        "-----BEGIN "
            + kind
            + "PRIVATE KEY-----\nMIIabc\nabc=\n-----END "
            + kind
            + "PRIVATE KEY-----";
    assertThat(redactor.redact("a " + key + " b").text()).isEqualTo("a [REDACTED:private-key] b");
    assertThat(redactor.redact(key.substring(0, 50)).text()).doesNotContain("MII");
  }

  @Property
  void redactingTwiceChangesNothingMore(@ForAll String text) {
    String once = redactor.redact(text + " a@b.example +47 22 33 44 55").text();
    assertThat(redactor.redact(once)).isEqualTo(new Redacted(once, 0));
  }
}
