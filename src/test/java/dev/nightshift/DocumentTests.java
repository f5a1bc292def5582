package dev.nightshift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of the repository point at what is there. */
class DocumentTests {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern BENCH = Pattern.compile("`bench/([a-z-]+)[^`]*`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path root : List.of(Path.of("."), Path.of("docs"), Path.of("docs/decisions"))) {
      try (Stream<Path> files = Files.list(root)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }

  @Test
  void everyLinkToAPageOrFileLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      Matcher matcher = LINK.matcher(withoutCode(Files.readString(page)));
      while (matcher.find()) {
        String link = matcher.group(1);
        if (!link.contains("://") && !link.startsWith("mailto:")) {
          links++;
          if (!leadsSomewhere(page, link)) {
            broken.add(page + ": " + link);
          }
        }
      }
    }
    assertThat(links).isGreaterThan(40);
    assertThat(broken).isEmpty();
  }

  @Test
  void everyDecisionIsInTheArchitecturesList() throws IOException {
    String architecture = Files.readString(Path.of("docs/architecture.md"));
    try (Stream<Path> decisions = Files.list(Path.of("docs/decisions"))) {
      assertThat(decisions.map(file -> "(decisions/" + file.getFileName() + ")"))
          .allMatch(architecture::contains);
    }
  }

  @Test
  void everyBenchThatIsNamedExistsAndRuns() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path page : pages()) {
      Matcher matcher = BENCH.matcher(Files.readString(page));
      while (matcher.find()) {
        Path bench = Path.of("bench", matcher.group(1));
        if (!Files.isDirectory(bench) && !Files.isExecutable(bench)) {
          missing.add(page + ": bench/" + matcher.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static String withoutCode(String markdown) {
    return markdown.replaceAll("(?s)```.*?```", "").replaceAll("`[^`\\n]*`", "");
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path folder = page.toAbsolutePath().getParent();
    Path target =
        parts[0].isEmpty() || folder == null ? page : folder.resolve(parts[0]).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return parts.length == 1 || anchors(Files.readString(target)).contains(parts[1]);
  }

  /** The anchors that headings get where the repository is shown. */
  private static List<String> anchors(String markdown) {
    return HEADING
        .matcher(markdown)
        .results()
        .map(
            heading ->
                heading
                    .group(1)
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'))
        .toList();
  }
}
