package dev.nightshift.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OllamaVersionTests {
  @ParameterizedTest
  @CsvSource({
    "0.24.0, true",
    "0.34.0, true",
    "0.33.9-rc1, true",
    "0.34.1, false",
    "0.34.1-rc0, false",
    "0.34.2, false",
    "0.35, false",
    "1.0.0, false"
  })
  void adapters_are_taken_below_0_34_1(String version, boolean taken) {
    assertThat(OllamaVersion.parse(version).takesAdapters()).isEqualTo(taken);
  }

  @Test
  void something_else_is_no_version() {
    assertThatIllegalArgumentException().isThrownBy(() -> OllamaVersion.parse("latest"));
  }

  @Test
  void names_of_models_are_valid_and_keep_adapters_apart() {
    OllamaNames names = OllamaNames.of("hf.co/org/Model:Q4_1");
    String sha = "0123456789abcdef";

    assertThat(names.served()).isEqualTo("hf.co-org-Model-Q4_1-nightshift");
    assertThat(OllamaNames.of("tiny:latest").served()).isEqualTo("tiny-nightshift");
    assertThat(names.adapter("adapter_20261121T020000Z_ab", sha))
        .endsWith(":v-adapter_20261121t020000z_ab-01234567");
    String longest = names.adapter("x".repeat(200), sha);
    assertThat(longest.substring(longest.indexOf(':') + 1)).hasSizeLessThanOrEqualTo(80);
    assertThat(names.isAdapter(names.adapter("a", sha))).isTrue();
    assertThat(names.isAdapter(names.base())).isFalse();
  }
}
