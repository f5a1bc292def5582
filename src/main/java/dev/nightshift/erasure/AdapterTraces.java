package dev.nightshift.erasure;

import dev.nightshift.adapter.AdapterStore;
import dev.nightshift.adapter.AdapterVersion;
import dev.nightshift.adapter.Forgotten;
import dev.nightshift.corpus.QuestionKey;
import dev.nightshift.home.FileDigest;
import dev.nightshift.scope.AdapterScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What adapters keep in words of the questions they were taught: their scopes. */
final class AdapterTraces {
  private final AdapterStore store;
  private final Set<String> keys = new HashSet<>();

  /**
   * Looks for questions.
   *
   * @param questions as rows have them
   */
  AdapterTraces(AdapterStore store, Collection<String> questions) {
    this.store = store;
    questions.forEach(question -> keys.add(QuestionKey.of(question)));
  }

  private boolean isMeant(String question) {
    return keys.contains(QuestionKey.of(question));
  }

  /**
   * An erasure with the digests of the adapters it taints: those in whose scope one of the
   * questions is, those that say of themselves that they were trained on it, and those that went on
   * from one of them.
   */
  Forgotten taints(Forgotten erasure) {
    Forgotten known = erasure;
    List<AdapterVersion> rest = new ArrayList<>(store.versions());
    for (boolean more = true; more; ) {
      Forgotten now = known;
      List<AdapterVersion> tainted = rest.stream().filter(one -> isTainted(one, now)).toList();
      for (AdapterVersion version : tainted) {
        known = known.tainting(digest(version));
      }
      more = rest.removeAll(tainted);
    }
    return known;
  }

  private boolean isTainted(AdapterVersion version, Forgotten by) {
    return store.taints().of(version, by).isPresent()
        || scope(version)
            .filter(scope -> scope.questions().stream().anyMatch(this::isMeant))
            .isPresent();
  }

  private static String digest(AdapterVersion version) {
    try {
      return FileDigest.sha256(version.gguf());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + version.gguf(), e);
    }
  }

  /**
   * Takes the questions, what was taught about them and their vectors out of the scopes, so that no
   * adapter answers them any more. A scope cannot be empty.
   *
   * @return the adapters that were taught nothing else; theirs are left to be removed as a whole
   */
  List<AdapterVersion> scrub() {
    List<AdapterVersion> emptied = new ArrayList<>();
    for (AdapterVersion version : store.versions()) {
      Optional<AdapterScope> scope = scope(version);
      if (scope.isPresent() && scope.get().questions().stream().anyMatch(this::isMeant)) {
        Optional<AdapterScope> rest = scope.get().without(this::isMeant);
        rest.ifPresent(kept -> kept.write(file(version)));
        if (rest.isEmpty()) {
          emptied.add(version);
        }
      }
    }
    return emptied;
  }

  private static Optional<AdapterScope> scope(AdapterVersion version) {
    Path file = file(version);
    return Files.isRegularFile(file) ? Optional.of(AdapterScope.read(file)) : Optional.empty();
  }

  private static Path file(AdapterVersion version) {
    return version.directory().resolve("scope.json");
  }
}
