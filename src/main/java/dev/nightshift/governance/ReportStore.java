package dev.nightshift.governance;

import dev.nightshift.governance.GovernanceException.Code;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.TemporaryNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** The reports of a home, {@code self_governance_report_<time>.json}, each there whole or not. */
public final class ReportStore {
  private static final Logger log = LoggerFactory.getLogger(ReportStore.class);
  private static final String PREFIX = "self_governance_report_";
  private static final String SUFFIX = ".json";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final int most;

  /**
   * @param folder made with the first
   * @param most reports that are kept
   */
  public ReportStore(Path folder, int most) {
    this.folder = folder;
    this.most = most;
  }

  /** The id of a report that is written then. */
  static String id(Instant time) {
    return STAMP.format(time);
  }

  /** Name of a report's file. */
  static String file(String id) {
    return PREFIX + id + SUFFIX;
  }

  /** Writes a report, and removes the oldest when there are too many. */
  void write(GovernanceReport report) {
    try {
      AtomicFiles.writeString(
          folder.resolve(file(report.id())),
          GovernanceJson.FILES.writeValueAsString(report) + "\n");
      List<Path> files = files();
      for (Path old : files.subList(0, Math.max(0, files.size() - most))) {
        Files.deleteIfExists(old);
      }
    } catch (IOException e) {
      throw new GovernanceException(
          Code.STORAGE, "cannot write report " + report.id() + " in " + folder + ": " + e, e);
    }
  }

  /** All that can be read, oldest first. */
  public List<GovernanceReport> all() {
    List<GovernanceReport> reports = new ArrayList<>();
    try {
      for (Path file : files()) {
        read(file).ifPresent(reports::add);
      }
    } catch (IOException e) {
      throw new GovernanceException(Code.STORAGE, "cannot list " + folder + ": " + e, e);
    }
    return reports;
  }

  /** The newest. */
  public Optional<GovernanceReport> last() {
    try {
      for (Path file : files().reversed()) {
        Optional<GovernanceReport> report = read(file);
        if (report.isPresent()) {
          return report;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new GovernanceException(Code.STORAGE, "cannot list " + folder + ": " + e, e);
    }
  }

  private static Optional<GovernanceReport> read(Path file) throws IOException {
    try {
      return Optional.of(
          GovernanceJson.FILES.readValue(Files.readString(file), GovernanceReport.class));
    } catch (JacksonException e) {
      log.warn("{} is no report and is left out: {}", file, e.getOriginalMessage());
      return Optional.empty();
    }
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(ReportStore::isReport).sorted().toList();
    }
  }

  private static boolean isReport(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(PREFIX) && name.endsWith(SUFFIX) && !TemporaryNames.isTemporary(file);
  }
}
