package dev.nightshift.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SideListTests {
  @TempDir Path directory;

  @Test
  void oneEntryAQuestionStandsAndAnsweredOnesGo() {
    SideList list = SideList.abstained(directory);
    list.update(List.of(entry("What is A?", "old"), entry("What is B?", "old")), Set.of());
    list.update(List.of(entry("what is a", "new")), Set.of(QuestionKey.of("What is B?")));

    assertThat(list.file()).hasFileName("abstained.jsonl").exists();
    assertThat(list.entries()).containsExactly(entry("what is a", "new"));
  }

  @Test
  void anObjectAndASentenceForTheSameQuestionAreTwoEntries() {
    SideList list = SideList.abstained(directory);
    SideEntry sentence = entry("What is A?", "in words");
    SideEntry object =
        new SideEntry(
            "What is A?",
            "{}",
            "by schema",
            List.of("e2"),
            Rows.NIGHT,
            List.of(),
            "phi3",
            List.of(new Evidence("p1", "c1")));

    list.update(List.of(sentence, object), Set.of());
    assertThat(list.entries()).containsExactly(sentence, object);

    list.update(List.of(), Set.of(sentence.questionKey()));
    assertThat(list.entries()).containsExactly(object);
  }

  @Test
  void aLineOfAnOlderVersionIsAboutFreeText() throws IOException {
    SideList list = SideList.abstained(directory);
    Files.writeString(list.file(), "{\"question\":\"What is A?\",\"exchange_ids\":[\"e1\"]}\n");

    assertThat(list.entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.questionKey()).isEqualTo(QuestionKey.of("What is A?"));
              assertThat(entry.evidence()).isEmpty();
            });
  }

  @Test
  void nothingToSayMakesNoFile() {
    SideList list = SideList.quarantine(directory);
    list.update(List.of(), Set.of("what is a"));

    assertThat(list.file()).doesNotExist();
    assertThat(list.entries()).isEmpty();
  }

  private static SideEntry entry(String question, String reason) {
    return new SideEntry(question, "", reason, List.of("e1"), Rows.NIGHT, List.of(), "", List.of());
  }
}
