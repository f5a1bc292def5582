package dev.nightshift.access;

import dev.nightshift.access.AccessException.Code;
import dev.nightshift.home.HomeException;
import dev.nightshift.home.ProcessLock;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a home, in {@code state/keys.json}. Every process may make and revoke keys; each look
 * at them asks the file system whether the file is still the one that was read, so that all agree
 * from the next request on. Revoked keys stay in the file: that there are keys is what closes a
 * server that would otherwise be open to its own machine. Thread-safe.
 */
public final class KeyStore {
  private static final Seen NO_FILE = new Seen(null, FileTime.fromMillis(0), -1, List.of());
  private static final int ATTEMPTS = 100;
  private static final long PAUSE_MILLIS = 50;

  private final Path file;
  private final InstantSource clock;
  private volatile Seen seen = NO_FILE;

  /** The keys of a state directory; the file is made with the first key. */
  public KeyStore(Path stateDirectory, InstantSource clock) {
    this.file = stateDirectory.resolve("keys.json");
    this.clock = clock;
  }

  /**
   * Makes a key.
   *
   * @param rate null: without a limit
   * @param expires null: never
   * @throws AccessException INVALID when the name is none or the expiry is past, UNREADABLE
   */
  public NewKey create(
      String name, Set<AccessScope> scopes, @Nullable Rate rate, @Nullable Instant expires) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (expires != null && !expires.isAfter(now)) {
      throw new AccessException(Code.INVALID, "a key that expires at " + expires + " is of no use");
    }
    String id = Secrets.id();
    String secret = Secrets.of(id);
    ApiKey key = new ApiKey(id, name, Secrets.digest(secret), scopes, rate, now, expires, null);
    change(
        keys -> {
          keys.add(key);
          return keys;
        });
    return new NewKey(key, secret);
  }

  /**
   * Revokes a key; one that is revoked already stays as it is.
   *
   * @throws AccessException UNKNOWN_ID, UNREADABLE
   */
  public ApiKey revoke(String id) {
    change(
        keys -> {
          int index = indexOf(keys, id);
          if (keys.get(index).revoked() == null) {
            keys.set(index, keys.get(index).revokedAt(clock.instant()));
          }
          return keys;
        });
    List<ApiKey> keys = list();
    return keys.get(indexOf(keys, id));
  }

  /** All keys, the oldest first, those that are no longer in force too. */
  public List<ApiKey> list() {
    return current().keys();
  }

  /** Whether no key was ever made. */
  public boolean isEmpty() {
    return list().isEmpty();
  }

  /**
   * The key that something sent is.
   *
   * @throws AccessException REFUSED when it is none, or one that has expired or was revoked;
   *     UNREADABLE
   */
  public ApiKey find(String sent) {
    ApiKey key =
        Secrets.idIn(sent)
            .flatMap(id -> list().stream().filter(each -> each.id().equals(id)).findFirst())
            .filter(found -> Secrets.matches(sent, found.sha256()))
            .orElseThrow(() -> new AccessException(Code.REFUSED, "this is not a key of ours"));
    return switch (key.state(clock.instant())) {
      case ACTIVE -> key;
      case EXPIRED -> throw new AccessException(Code.REFUSED, "this key has expired");
      case REVOKED -> throw new AccessException(Code.REFUSED, "this key was revoked");
    };
  }

  private static int indexOf(List<ApiKey> keys, String id) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).id().equals(id)) {
        return i;
      }
    }
    throw new AccessException(
        Code.UNKNOWN_ID, "there is no key with the id " + id + "; pipeline keys list shows them");
  }

  private void change(UnaryOperator<List<ApiKey>> work) {
    try (ProcessLock _ = lock()) {
      KeyFile.write(file, work.apply(new ArrayList<>(list())));
    }
  }

  /** Others hold it for as long as one write takes. */
  private ProcessLock lock() {
    for (int attempt = 1; ; attempt++) {
      try {
        return ProcessLock.acquire(file.resolveSibling("keys.lock"), "changing API keys");
      } catch (HomeException e) {
        if (e.code() != HomeException.Code.LOCKED || attempt == ATTEMPTS) {
          throw e;
        }
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AccessException(Code.UNREADABLE, "interrupted while waiting for " + file, e);
      }
    }
  }

  /**
   * What is in the file now. Its attributes are looked at before it is read: if it is replaced in
   * between, the next look finds others and reads it again.
   */
  private Seen current() {
    Seen last = seen;
    try {
      BasicFileAttributes now =
          file.getFileSystem().provider().readAttributesIfExists(file, BasicFileAttributes.class);
      if (now == null) { // as for most, and looked at for every request
        seen = NO_FILE;
        return NO_FILE;
      }
      if (!last.isOf(now)) {
        last = new Seen(now.fileKey(), now.lastModifiedTime(), now.size(), KeyFile.read(file));
        seen = last;
      }
      return last;
    } catch (NoSuchFileException e) {
      seen = NO_FILE;
      return NO_FILE;
    } catch (IOException e) {
      throw new AccessException(Code.UNREADABLE, file + " cannot be read: " + e, e);
    }
  }

  /** The keys of one version of the file; each version is a file of its own, renamed. */
  private record Seen(@Nullable Object file, FileTime modified, long size, List<ApiKey> keys) {
    boolean isOf(BasicFileAttributes now) {
      return size == now.size()
          && modified.equals(now.lastModifiedTime())
          && Objects.equals(file, now.fileKey());
    }
  }
}
