package dev.nightshift.doctor;

import dev.nightshift.backup.Restore;
import dev.nightshift.home.Home;
import dev.nightshift.home.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Looks at the folders and files of a home, without knowing much of what is in them. */
public final class HomeChecks {
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private HomeChecks() {}

  /** Who may read and write it. */
  public static Check permissions(Home home) {
    return new Check(
        "permissions",
        "What the program cannot write it cannot remember; what others can write they can change,"
            + " adapters and all.",
        () -> {
          Path root = home.root();
          if (!Files.isDirectory(root)) {
            return Verdict.skipped("there is no " + root + " yet; the first command makes it");
          }
          List<String> closed = new ArrayList<>();
          for (Path folder : folders(home)) {
            if (!Files.isWritable(folder) || !Files.isReadable(folder)) {
              closed.add(folder.toString());
            }
          }
          if (!closed.isEmpty()) {
            return Verdict.fail(
                "not to be read and written by "
                    + System.getProperty("user.name")
                    + ": "
                    + String.join(", ", closed),
                "run it as the user that owns them, or chown -R them to this one");
          }
          List<String> open = new ArrayList<>();
          for (Path folder : folders(home)) {
            if (Files.getPosixFilePermissions(folder).stream().anyMatch(OTHERS::contains)) {
              open.add(folder.toString());
            }
          }
          for (String secret : List.of("keys.json", "server.json")) {
            Path file = home.state().resolve(secret);
            if (Files.exists(file)
                && !Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)
                    .containsAll(Files.getPosixFilePermissions(file))) {
              open.add(file.toString());
            }
          }
          return open.isEmpty()
              ? Verdict.ok(root + " is this user's to read and write")
              : Verdict.warn(
                  "others than the owner may use " + String.join(", ", open),
                  "chmod go-w them, and chmod 600 what is in state/");
        });
  }

  private static List<Path> folders(Home home) {
    return Stream.of(
            home.root(),
            home.memory(),
            home.state(),
            home.loras(),
            home.trainingData(),
            home.code(),
            home.logs())
        .filter(Files::isDirectory)
        .toList();
  }

  /**
   * Locks and marks of processes.
   *
   * @param server address of the server that runs; empty when none does
   */
  public static Check processes(Home home, Optional<String> server) {
    return new Check(
        "processes",
        "A home is written by one process at a time; what a killed one left behind should hold"
            + " nobody up.",
        () -> {
          if (Restore.isCutOff(home)) {
            return Verdict.fail(
                "a restore was cut off, or is under way",
                "if it does not run any more, any other command (status) moves everything back");
          }
          List<String> seen = new ArrayList<>();
          server.ifPresent(url -> seen.add("a server at " + url));
          for (Path lock :
              List.of(
                  home.memory().resolve("writer.lock"),
                  home.state().resolve("training.lock"),
                  home.root().resolve(".backup.lock"))) {
            ProcessLock.holder(lock)
                .ifPresent(holder -> seen.add(lock.getFileName() + ": " + holder));
          }
          if (server.isEmpty() && Files.exists(home.state().resolve("server.json"))) {
            return Verdict.warn(
                "state/server.json is of a server that was killed"
                    + (seen.isEmpty() ? "" : "; " + String.join("; ", seen)),
                "nothing has to be done: the next server replaces it. Look in its log why it"
                    + " ended");
          }
          return Verdict.ok(seen.isEmpty() ? "nobody uses the home" : String.join("; ", seen));
        });
  }

  /** Links of adapters. */
  public static Check links(Home home) {
    return new Check(
        "adapter links",
        "The active adapter is what loras/current points at; a link to nowhere means the base"
            + " answers.",
        () -> {
          if (!Files.isDirectory(home.loras())) {
            return Verdict.skipped("there are no adapters yet");
          }
          List<String> dangling = new ArrayList<>();
          try (Stream<Path> files = Files.walk(home.loras(), 3)) {
            files
                .filter(Files::isSymbolicLink)
                .filter(link -> !Files.exists(link))
                .map(link -> home.loras().relativize(link).toString())
                .sorted()
                .forEach(dangling::add);
          }
          Path current = home.loras().resolve("current");
          if (dangling.contains("current") || dangling.contains("latest")) {
            return Verdict.fail(
                "links to nowhere: " + String.join(", ", dangling),
                "the next start of the server, or a deploy, links the newest deployment that is"
                    + " still there");
          }
          if (!dangling.isEmpty()) {
            return Verdict.warn(
                dangling.size() + " old links to nowhere, such as " + dangling.getFirst(),
                "harmless; the next night's clean-up takes old deployments away");
          }
          return Verdict.ok(
              Files.exists(current, LinkOption.NOFOLLOW_LINKS)
                  ? "current is " + Files.readSymbolicLink(current).getFileName()
                  : "no adapter was ever active");
        });
  }

  /** Lines of training rows. */
  public static Check trainingData(Home home) {
    return new Check(
        "training data",
        "A line that is no JSON is not trained on; many of them mean that something else writes"
            + " there.",
        () -> {
          if (!Files.isDirectory(home.trainingData())) {
            return Verdict.skipped("nothing was harvested yet");
          }
          int rows = 0;
          List<String> bad = new ArrayList<>();
          try (Stream<Path> files = Files.list(home.trainingData())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
              rows += read(file, bad);
            }
          }
          return bad.isEmpty()
              ? Verdict.ok(rows + " rows")
              : Verdict.warn(
                  "%d of %d rows are no JSON: %s"
                      .formatted(
                          bad.size(),
                          rows,
                          String.join(", ", bad.subList(0, Math.min(5, bad.size())))),
                  "restore the file from a backup, or delete these lines");
        });
  }

  private static int read(Path file, List<String> bad) throws IOException {
    int number = 0;
    try (var lines = Files.lines(file)) {
      for (String line : (Iterable<String>) lines::iterator) {
        number++;
        try {
          if (!line.isBlank() && !JsonMapper.shared().readTree(line).isObject()) {
            bad.add(file.getFileName() + " line " + number);
          }
        } catch (JacksonException e) {
          bad.add(file.getFileName() + " line " + number);
        }
      }
    }
    return number;
  }
}
