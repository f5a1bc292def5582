package dev.nightshift.erasure;

import dev.nightshift.adapter.AdapterFixture;
import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.corpus.Evidence;
import dev.nightshift.corpus.RowSource;
import dev.nightshift.corpus.RunRecord;
import dev.nightshift.corpus.SideEntry;
import dev.nightshift.corpus.SideList;
import dev.nightshift.corpus.TrainingRow;
import dev.nightshift.corpus.TrainingRows;
import dev.nightshift.embedding.Embedder;
import dev.nightshift.embedding.WordEmbedder;
import dev.nightshift.evaluation.SealedSets;
import dev.nightshift.exchange.Exchange;
import dev.nightshift.exchange.Feedback;
import dev.nightshift.exchange.Outcome;
import dev.nightshift.harvest.HarvestErasure;
import dev.nightshift.harvest.HarvestLedger;
import dev.nightshift.harvest.LedgerEntry;
import dev.nightshift.harvest.LedgerOutcome;
import dev.nightshift.home.Home;
import dev.nightshift.memory.LuceneMemory;
import dev.nightshift.memory.MemorySettings;
import dev.nightshift.quarantine.Rulings;
import dev.nightshift.scope.AdapterScope;
import dev.nightshift.scope.ScopeEvidence;
import dev.nightshift.state.StoredText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** A home in which much is kept of what two people asked. */
final class ErasureHouse implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  final Home home;
  final LuceneMemory memory;
  final HarvestLedger ledger;
  final TrainingRows rows;
  final SealedSets sealed;
  final Rulings rulings;
  final AdapterStore adapters;
  final JdbcClient jdbc;
  final FakeCode code = new FakeCode();
  final Erasure erasure;
  private boolean closed;

  ErasureHouse(Path root) {
    home = new Home(root);
    memory = LuceneMemory.open(home.memory(), new WordEmbedder(), MemorySettings.defaults());
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    new ResourceDatabasePopulator(
            new ClassPathResource("db/migration/V1__harvest.sql"),
            new ClassPathResource("db/migration/V4__nightly.sql"))
        .execute(database);
    jdbc = JdbcClient.create(database);
    ledger = new HarvestLedger(database);
    rows = new TrainingRows(home.trainingData());
    rulings = new Rulings(home.state().resolve("quarantine.jsonl"));
    sealed = new SealedSets(home.state().resolve("sealed"));
    adapters = new AdapterStore(home.loras());
    erasure =
        new Erasure(
            new ErasureParts(
                home,
                memory,
                new HarvestErasure(ledger, home.trainingData()),
                rulings,
                sealed,
                adapters,
                new StoredText(
                    database,
                    List.of(
                        new StoredText.Column("nightly_runs", "reason"),
                        new StoredText.Column("harvest_ledger", "reason"))),
                code,
                () -> NOON.plus(Duration.ofDays(2))));
  }

  /** Programs of people, as they are told. */
  static final class FakeCode implements ErasableCode {
    final Map<String, Found> people = new HashMap<>();

    @Override
    public Found of(String author) {
      return people.getOrDefault(author, Found.nothing());
    }

    @Override
    public void erase(String author, Found found) {
      people.remove(author);
    }
  }

  /** A row of a task that was solved. */
  TrainingRow verified(String task, String question, String program) {
    return kept(question, program, RowSource.VERIFIED, "", List.of(), "code:" + task);
  }

  void asked(String id, String author, String question, String answer, boolean success) {
    memory.record(
        new Exchange(
            id,
            NOON,
            question,
            answer,
            "smol",
            "base",
            success ? 0.9 : 0.4,
            new Outcome(success, Outcome.Cause.CONFIDENCE),
            Duration.ofMillis(1),
            1,
            1,
            author));
  }

  void corrected(String id, String exchange, String author, String better) {
    memory.record(new Feedback(id, exchange, NOON, author, Feedback.Kind.CORRECTION, better));
  }

  /** A row that a harvest made of exchanges. */
  TrainingRow harvested(String question, String answer, String author, String... exchanges) {
    return kept(question, answer, RowSource.CORRECTION, author, List.of(), exchanges);
  }

  private TrainingRow kept(
      String question,
      String answer,
      RowSource source,
      String author,
      List<Evidence> evidence,
      String... exchanges) {
    TrainingRow row =
        new TrainingRow(
            question,
            answer,
            "",
            1,
            1,
            source,
            "no idea",
            List.of(exchanges),
            author.isEmpty() ? List.of() : List.of(author),
            "smol",
            NOON,
            NOON,
            1,
            List.of(),
            "",
            evidence);
    RunRecord run = new RunRecord(NOON, NOON, NOON, 1, 1, 1, 0, 0, 0, 0, 0, 0);
    rows.add(LocalDate.of(2026, 3, 1), List.of(row), run);
    for (String id : exchanges) {
      ledger.record(
          List.of(new LedgerEntry(id, LedgerOutcome.KEPT, row.id(), null, null, "", NOON)));
    }
    return row;
  }

  /** A row that the council wrote for exchanges. */
  TrainingRow council(String question, String answer, String exchange, Evidence... shown) {
    return kept(question, answer, RowSource.COUNCIL, "ben", List.of(shown), exchange);
  }

  void listed(SideList list, String question, String answer, String exchange) {
    list.update(
        List.of(
            new SideEntry(
                question, answer, "why", List.of(exchange), NOON, List.of(), "", List.of())),
        Set.of());
  }

  /** An adapter that was taught rows, with its scope. */
  AdapterVersion taught(int seed, TrainingRow... taught) throws IOException {
    AdapterVersion version = AdapterFixture.publish(adapters, seed, NOON.plusSeconds(seed));
    Embedder embedder = new WordEmbedder();
    List<String> questions = Stream.of(taught).map(TrainingRow::instruction).toList();
    new AdapterScope(
            embedder.id(),
            0.8,
            questions,
            Stream.of(taught).map(TrainingRow::output).toList(),
            embedder.embedAll(questions),
            ScopeEvidence.none("test"))
        .write(version.directory().resolve("scope.json"));
    String ids = String.join("\",\"", Stream.of(taught).map(TrainingRow::id).toList());
    String made = Files.readString(version.provenance());
    Files.writeString(
        version.provenance(),
        made.replace("}", ", \"trained_at\":\"%s\",\"row_ids\":[\"%s\"]}".formatted(NOON, ids)));
    return version;
  }

  /** Names of all files of the home in which a word stands. */
  List<String> filesWith(String word) throws IOException {
    try (Stream<Path> files = Files.walk(home.root())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> text(file).toLowerCase(Locale.ROOT).contains(word))
          .map(file -> home.root().relativize(file).toString())
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void write(String file, String text) throws IOException {
    Path path = home.root().resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Also for a house that was closed in the middle of a test. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      memory.close();
    }
  }
}
