package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenAPI Generator makes a Java client of our own document, and that compiles. Maven fetches the
 * generator once under {@code target}; where it cannot, the test is skipped and says so.
 */
class GeneratedClientIntegrationTests {
  private static final String VERSION = "7.17.0";
  private static final Path FOLDER = Path.of("target", "openapi-generator");

  @TempDir Path folder;

  @Test
  void a_client_generated_from_the_document_compiles_and_has_the_operations_on_programs()
      throws Exception {
    Path jar = generator();
    Path document = folder.resolve("api.json");
    try (GatewayFixture gateway =
        new GatewayFixture(folder, GatewayFixture.anyPort(), (c, b, lines) -> {})) {
      Files.writeString(document, gateway.get("/v3/api-docs").body());
    }
    Path client = folder.resolve("client");
    run(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-jar",
        jar.toString(),
        "generate",
        "-g",
        "java",
        "-i",
        document.toString(),
        "-o",
        client.toString(),
        "--additional-properties",
        "library=native,openApiNullable=false,useJakartaEe=true,hideGenerationTimestamp=true,"
            + "apiPackage=client.api,modelPackage=client.model,invokerPackage=client");

    List<Path> sources = sources(client.resolve("src").resolve("main"));
    assertThat(compiled(sources)).isEmpty();
    String apis =
        String.join(
            "\n",
            sources.stream()
                .filter(GeneratedClientIntegrationTests::api)
                .map(GeneratedClientIntegrationTests::text)
                .toList());
    assertThat(apis).contains("/code/generate", "/code/evaluate", "/code/refactor", "/code/runs");
    assertThat(sources)
        .extracting(file -> String.valueOf(file.getFileName()))
        .contains("CodeRun.java", "CodeJudgement.java", "CodeTask.java", "RunSummary.java");
  }

  private static boolean api(Path file) {
    return file.toString().contains("api");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  /** What the compiler objects to. */
  private List<String> compiled(List<Path> sources) throws IOException {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(said, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-cp",
              System.getProperty("java.class.path"),
              "-d",
              Files.createDirectories(folder.resolve("classes")).toString());
      boolean done =
          compiler
              .getTask(null, files, said, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      return done
          ? List.of()
          : said.getDiagnostics().stream().map(String::valueOf).limit(20).toList();
    }
  }

  private static Path generator() throws IOException, InterruptedException {
    Path jar = FOLDER.resolve("openapi-generator-cli-" + VERSION + ".jar");
    if (!Files.exists(jar)) {
      String maven = Files.isExecutable(Path.of("mvnw")) ? "./mvnw" : "mvn";
      try {
        run(
            maven,
            "-B",
            "-q",
            "dependency:copy",
            "-Dartifact=org.openapitools:openapi-generator-cli:" + VERSION,
            "-DoutputDirectory=" + FOLDER);
      } catch (IOException | AssertionError e) {
        String why = "SKIPPED: the generator cannot be fetched, so no client was compiled: " + e;
        System.err.println(why);
        abort(why);
      }
    }
    return jar;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + said).isZero();
  }
}
