package dev.nightshift.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.council.CouncilCase;
import dev.nightshift.council.Deliberation;
import dev.nightshift.council.Deliberation.Abstained;
import dev.nightshift.council.Deliberation.Basis;
import dev.nightshift.council.Deliberation.Rewritten;
import dev.nightshift.council.PastCorrection;
import dev.nightshift.council.PersonsCorrection;
import dev.nightshift.council.Vote;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseTextTests {
  private static final List<Vote> VOTES =
      List.of(
          new Vote("analyst", "ollama:a", 1, new Vote.Cast("Oslo", "it is", true)),
          new Vote("corrector", "ollama:b", 0.1 + 0.2, new Vote.Malformed("what?")),
          new Vote("verifier", "ollama:c", 2.5, new Vote.Silent("timed out")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "zero \u0000 and \t",
        "Ærøskøbing 東京 😀",
        "half \ud83d of one",
        "\" \\ /"
      })
  void whatIsReadBackEqualsWhatWasWritten(String text) {
    CouncilCase alone = new CouncilCase(text, text, null, List.of());
    CouncilCase whole =
        new CouncilCase(
            text,
            text,
            new PersonsCorrection("b" + text, text),
            List.of(new PastCorrection(text, text, text, text)));
    Deliberation rewritten =
        new Rewritten(text, text, 1.0 / 3, VOTES, Basis.CORRECTION_AS_SENTENCE);
    Deliberation abstained = new Abstained(text, 0, VOTES);

    assertThat(CaseText.theCase(CaseText.of(alone))).isEqualTo(alone);
    assertThat(CaseText.theCase(CaseText.of(whole))).isEqualTo(whole);
    assertThat(CaseText.deliberation(CaseText.of(rewritten))).isEqualTo(rewritten);
    assertThat(CaseText.deliberation(CaseText.of(abstained))).isEqualTo(abstained);
  }

  @Test
  void anyDatabaseCanStoreIt() {
    CouncilCase odd = new CouncilCase("zero \u0000 half \ud83d 東", "", null, List.of());

    assertThat(CaseText.of(odd)).matches("\\p{ASCII}+").doesNotContain("\u0000");
  }

  @Test
  void equalCasesBeforeEqualCouncilsHaveTheSameName() {
    String one = CaseText.of(new CouncilCase("q", "a", null, List.of()));
    String other = CaseText.of(new CouncilCase("q", "b", null, List.of()));

    assertThat(CaseText.key(one, "f")).isEqualTo(CaseText.key(one, "f")).hasSize(64);
    assertThat(CaseText.key(other, "f")).isNotEqualTo(CaseText.key(one, "f"));
    assertThat(CaseText.key(one, "g")).isNotEqualTo(CaseText.key(one, "f"));
  }
}
