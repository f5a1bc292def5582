package dev.nightshift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code THIRD-PARTY.md} names every library of the jar with its licence, as the build found them.
 *
 * <p>Which licences are allowed is checked by the build itself (license-maven-plugin).
 */
class ThirdPartyIntegrationTests {
  private static final Path FOUND = Path.of("target/generated-sources/license/THIRD-PARTY.txt");
  private static final Path PAGE = Path.of("THIRD-PARTY.md");
  private static final Pattern LINE =
      Pattern.compile(
          "\\s+((?:\\([^()]*\\) )+)(.*) \\(([\\w.-]+):([\\w.-]+):([\\w.-]+) - [^()]*\\)");
  private static final String BEGINNING =
      """
      # What others made

      Libraries in `pipeline.jar`, as the build found them, with the licences that they declare. Where there are several one
      may choose. The build fails on a licence that is not allowed in `pom.xml`; this page is compared with the build by a test.

      Beside these the jar carries what some of them carry: PyTorch's native libraries (BSD-3-Clause; with oneDNN, Apache-2.0,
      and others named in PyTorch's own notices), ONNX Runtime (MIT), the sentence embedder all-MiniLM-L6-v2 (Apache-2.0) and
      Swagger UI (Apache-2.0). Not in it: the default model SmolLM2-135M-Instruct (Apache-2.0), which is downloaded.

      | library | version | licence |
      |---|---|---|
      """;

  @Test
  void theListOfLibrariesIsThatOfTheBuild() throws IOException {
    assertThat(FOUND).as("made by the build before the slow tests: mvn verify").exists();
    List<String> rows = new ArrayList<>();
    for (String line : Files.readAllLines(FOUND)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        String licences = matcher.group(1).strip().replace(") (", " or ").replaceAll("[()]", "");
        rows.add(
            "| %s:%s | %s | %s |"
                .formatted(matcher.group(3), matcher.group(4), matcher.group(5), licences));
      } else {
        assertThat(line).matches("|Lists of \\d+ third-party dependencies\\.");
      }
    }
    assertThat(rows).hasSizeGreaterThan(100);
    GeneratedDocument.isUpToDate(
        PAGE,
        BEGINNING + String.join("\n", rows) + "\n",
        "mvn -Dit.test=ThirdPartyIntegrationTests -Dsurefire.skip=true"
            + " -Dnightshift.write-documents=true verify");
  }
}
