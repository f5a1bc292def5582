package dev.nightshift.corpus;

import static dev.nightshift.corpus.Rows.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.home.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRowsTests {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

  @TempDir Path directory;

  @Test
  void aRowReadsBackAsItWasWritten() {
    TrainingRows rows = new TrainingRows(directory);
    TrainingRow council =
        Rows.council("Why \"x\"?\n\tsecond line", "Because — ```java\nx();\n``` 🙂", "e1");
    TrainingRow correction = Rows.correction("What is y?", "Z", "e2", NIGHT);

    AddedRows added = rows.add(DAY, List.of(council, correction), Rows.run(2));

    assertThat(added.file()).isEqualTo(directory.resolve("harvest_20260131.jsonl"));
    assertThat(TrainingRows.read(added.file()).rows()).containsExactly(council, correction);
    assertThat(rows.all()).containsExactly(council, correction);
  }

  @Test
  void aLineHasTheFieldsOfTheContract() throws IOException {
    TrainingRows rows = new TrainingRows(directory);
    Path file =
        rows.add(DAY, List.of(Rows.correction("What is y?", "Z", "e2", NIGHT)), Rows.run(1)).file();

    assertThat(Files.readString(file))
        .startsWith(
            "{\"instruction\":\"What is"
                + " y?\",\"output\":\"Z\",\"reasoning\":\"\",\"quality_score\":1.0,")
        .contains(
            "\"heuristic_score\":0.5", "\"source\":\"correction\"", "\"exchange_ids\":[\"e2\"]")
        .contains("\"authors\":[\"ada\"]", "\"harvested_at\":\"2026-01-31T02:00:00Z\"")
        .endsWith("}\n");
  }

  @Test
  void aSecondRunTheSameDayAddsAndLosesAndDoublesNothing() {
    TrainingRows rows = new TrainingRows(directory);
    TrainingRow first = Rows.council("What is A?", "A is a letter", "e1");
    TrainingRow second = Rows.council("What is B?", "B is a letter", "e2");

    rows.add(DAY, List.of(first), Rows.run(1));
    rows.add(DAY, List.of(first, second), Rows.run(2));
    rows.add(DAY, List.of(), Rows.run(0));

    assertThat(rows.all()).containsExactly(first, second);
    assertThat(rows.untrained(Set.of(first.id()))).containsExactly(second);
  }

  @Test
  void theSameQuestionInOtherLettersIsOneRowThatKeepsBothExchanges() {
    TrainingRows rows = new TrainingRows(directory);
    rows.add(DAY, List.of(Rows.council("What is A?", "A is a letter", "e1")), Rows.run(1));
    rows.add(DAY, List.of(Rows.council("what  is a", "Another word", "e2")), Rows.run(1));

    assertThat(rows.all())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.output()).isEqualTo("Another word");
              assertThat(row.exchangeIds()).containsExactly("e2", "e1");
            });
  }

  @Test
  void theNewestCorrectionStandsAndNoCouncilReplacesIt() {
    TrainingRows rows = new TrainingRows(directory);
    TrainingRow newer = Rows.correction("Capital?", "Oslo", "e1", NIGHT);
    TrainingRow older = Rows.correction("Capital?", "Bergen", "e2", NIGHT.minusSeconds(60));

    AddedRows first = rows.add(DAY, List.of(older), Rows.run(1));
    AddedRows second = rows.add(DAY.plusDays(1), List.of(newer), Rows.run(1));
    rows.add(DAY.plusDays(2), List.of(older), Rows.run(1));
    rows.add(DAY.plusDays(3), List.of(Rows.council("Capital?", "Paris", "e3")), Rows.run(1));

    assertThat(first.superseded()).isEmpty();
    assertThat(second.superseded()).containsExactly(older.id());
    assertThat(rows.all()).extracting(TrainingRow::output).containsExactly("Oslo");
  }

  @Test
  void anObjectAndASentenceForTheSameQuestionStandSideBySideAndTheWordsAreTaught() {
    TrainingRows rows = new TrainingRows(directory);
    TrainingRow sentence = Rows.correction("Sell ACME?", "Sell it.", "e1", NIGHT);
    TrainingRow object = Rows.object("Sell ACME?", "{\"a\":1}", "e2", NIGHT.plusSeconds(60));
    TrainingRow later = Rows.object("sell acme", "{\"a\":2}", "e3", NIGHT.plusSeconds(90));

    rows.add(DAY, List.of(sentence, object), Rows.run(2));
    AddedRows added = rows.add(DAY.plusDays(1), List.of(later), Rows.run(1));

    assertThat(rows.all()).extracting(TrainingRow::output).containsExactly("Sell it.", "{\"a\":2}");
    assertThat(added.superseded()).containsExactly(object.id());
    assertThat(rows.teachable()).containsExactly(sentence);
    assertThat(rows.untrained(Set.of())).containsExactly(sentence);
    rows.withdraw(Set.of(sentence), NIGHT);
    assertThat(rows.teachable()).extracting(TrainingRow::output).containsExactly("{\"a\":2}");
  }

  @Test
  void aRowOfTheSameWordsStandsForAllThatTheOtherWasMadeFrom() {
    TrainingRows rows = new TrainingRows(directory);
    rows.add(DAY, List.of(Rows.council("What is A?", "A letter", "e1")), Rows.run(1));
    rows.add(DAY, List.of(Rows.correction("What is A?", "A letter", "e2", NIGHT)), Rows.run(1));

    assertThat(rows.all())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.exchangeIds()).containsExactly("e2", "e1");
              assertThat(row.evidence())
                  .extracting(Evidence::exchangeId)
                  .containsExactly("p1", "p2");
            });
  }

  @Test
  void aTornLastLineIsNeverARowAndIsSetAsideAtTheNextWrite() throws IOException {
    TrainingRows rows = new TrainingRows(directory);
    Path file =
        rows.add(DAY, List.of(Rows.council("What is A?", "A letter", "e1")), Rows.run(1)).file();
    String whole = Files.readString(file);
    Files.writeString(file, whole + whole.substring(0, 40));
    assertThat(TrainingRows.read(file).bad())
        .singleElement()
        .satisfies(
            bad -> {
              assertThat(bad.number()).isEqualTo(2);
              assertThat(bad.reason()).contains("cut off");
            });

    AddedRows added =
        rows.add(DAY, List.of(Rows.council("What is B?", "B letter", "e2")), Rows.run(1));

    assertThat(added.setAside()).hasSize(1);
    assertThat(TrainingRows.read(file).bad()).isEmpty();
    assertThat(rows.all()).hasSize(2);
    assertThat(directory.resolve("harvest_20260131.jsonl.rejected"))
        .content()
        .contains("\"line\":2");
    assertThat(rows.files()).containsExactly(file);
  }

  @Test
  void everyPrefixOfAFileGivesOnlyWholeRows() throws IOException {
    TrainingRows rows = new TrainingRows(directory);
    TrainingRow first = Rows.council("What is A?", "A letter", "e1");
    TrainingRow second = Rows.correction("What is Ø?", "Ø letter", "e2", NIGHT);
    Path file = rows.add(DAY, List.of(first, second), Rows.run(2)).file();
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length <= bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      List<TrainingRow> read = TrainingRows.read(file).rows();
      assertThat(read).isEqualTo(List.of(first, second).subList(0, read.size()));
    }
  }

  @Test
  void brokenLinesAreReportedWithTheirNumbersAndTheRestIsRead() throws IOException {
    Path file = directory.resolve("mine.jsonl");
    Files.writeString(
        file,
        """
        {"instruction":"a","output":"b"}
        not json

        {"instruction":"a"}
        [1]
        {"instruction":"c","output":"d","source":"rumour"}
        {"instruction":"c","output":"d","quality_score":7}
        {"instruction":"c","output":"d"}\
        """);

    RowsRead read = TrainingRows.read(file);

    assertThat(read.rows()).extracting(TrainingRow::output).containsExactly("b", "d");
    assertThat(read.rows()).extracting(TrainingRow::source).containsOnly(RowSource.CORRECTION);
    assertThat(read.bad()).extracting(BadLine::number).containsExactly(2, 4, 5, 6, 7);
    assertThat(read.bad().get(1).reason()).contains("output");
  }

  @Test
  void theManifestTellsDigestCountsVotesAndRuns() throws IOException {
    TrainingRows rows = new TrainingRows(directory);
    rows.add(DAY, List.of(Rows.council("What is A?", "A letter", "e1")), Rows.run(1));
    Path file = rows.add(DAY, List.of(Rows.correction("B?", "b", "e2", NIGHT)), Rows.run(1)).file();

    Json manifest =
        Json.parse(Files.readString(directory.resolve("harvest_20260131.manifest.json")));

    assertThat(manifest.text("sha256")).isEqualTo(FileDigest.sha256(file));
    assertThat(manifest.number("rows", 0)).isEqualTo(2);
    assertThat(manifest.number("correction", 0)).isEqualTo(1);
    assertThat(manifest.texts("row_ids")).hasSize(2);
    assertThat(manifest.node().get("votes").get("agreed").asInt()).isEqualTo(1);
    assertThat(manifest.objects("runs")).hasSize(2);
    assertThat(manifest.objects("runs").getFirst().time("until")).isEqualTo(NIGHT);
  }

  @Test
  void aMissingFileIsAnErrorThatNamesIt() {
    assertThatExceptionOfType(CorpusException.class)
        .isThrownBy(() -> TrainingRows.read(directory.resolve("none.jsonl")))
        .withMessageContaining("none.jsonl");
    assertThat(new TrainingRows(directory.resolve("absent")).all()).isEmpty();
  }
}
