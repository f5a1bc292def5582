package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaAddressTests {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:7000, http://127.0.0.1:7000",
    "box, http://box:11434",
    ":7000, http://127.0.0.1:7000",
    "0.0.0.0, http://127.0.0.1:11434",
    "[::]:7000, http://[::1]:7000",
    "http://box, http://box:80",
    "https://box/, https://box:443",
    "HTTPS://box/ollama/, https://box:443/ollama"
  })
  void it_means_what_it_means_to_ollama(String text, String address) {
    assertThat(OllamaAddress.parse(text)).isEqualTo(URI.create(address));
  }

  @Test
  void nothing_is_the_usual_place() {
    assertThat(OllamaAddress.parse("  ")).isEqualTo(URI.create(OllamaAddress.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://box", "http://a b", "box:99999", "un_der:1x"})
  void what_is_none_is_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> OllamaAddress.parse(text));
  }
}
