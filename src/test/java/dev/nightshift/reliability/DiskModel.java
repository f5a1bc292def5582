package dev.nightshift.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a folder is on the disk for sure: the contents of files when they were last synced, and
 * the names in folders when those were. Everything in it at the beginning counts as synced.
 */
final class DiskModel {
  /** What a power cut leaves. */
  enum Cut {
    /** Everything: a killed process. */
    NOTHING_LOST,
    /** What was synced, and nothing else. */
    ALL_UNSYNCED_LOST,
    /** All names, but of the contents of files only what was synced. */
    CONTENTS_LOST,
    /** All names, and of contents that were not synced the first half of what is new. */
    CONTENTS_TORN
  }

  /** Something that has a name. */
  sealed interface Node {}

  /** A file: what can be read, and what is on the disk for sure. */
  static final class FileNode implements Node {
    private byte[] live;
    private int size;
    private byte[] synced;

    /** Bytes that the next sync brings to the disk. */
    private final BitSet dirty = new BitSet();

    FileNode(byte[] content) {
      live = content;
      size = content.length;
      synced = content.clone();
    }

    void write(long position, byte[] bytes) {
      int end = Math.toIntExact(position + bytes.length);
      if (end > live.length) {
        live = Arrays.copyOf(live, Math.max(end, 2 * live.length));
      }
      System.arraycopy(bytes, 0, live, (int) position, bytes.length);
      dirty.set(Math.min(size, (int) position), end);
      size = Math.max(size, end);
    }

    void truncate(long to) {
      if (to < size) {
        Arrays.fill(live, (int) to, size, (byte) 0);
        size = (int) to;
        dirty.clear(size, dirty.length() + size);
      }
    }

    long size() {
      return size;
    }

    void sync() {
      byte[] before = synced;
      synced = Arrays.copyOf(before, size);
      dirty.stream().forEach(at -> synced[at] = live[at]);
      dirty.clear();
    }

    /**
     * As the kernel does it: what could not be written counts as clean, and no sync takes it up.
     */
    void syncFailed() {
      dirty.clear();
    }

    private byte[] after(Cut cut) {
      return switch (cut) {
        case NOTHING_LOST -> Arrays.copyOf(live, size);
        case ALL_UNSYNCED_LOST, CONTENTS_LOST -> synced;
        case CONTENTS_TORN -> torn();
      };
    }

    private byte[] torn() {
      int same = 0;
      while (same < size && same < synced.length && live[same] == synced[same]) {
        same++;
      }
      if (same == size) {
        return synced.length > size ? Arrays.copyOf(live, size) : synced;
      }
      int half = same + (size - same + 1) / 2;
      byte[] torn = Arrays.copyOf(live, half == size && half > same + 1 ? half - 1 : half);
      return torn;
    }
  }

  /** A folder: the names in it, and those that are on the disk for sure. */
  static final class Folder implements Node {
    private final Map<String, Node> live = new LinkedHashMap<>();
    private Map<String, Node> synced = new LinkedHashMap<>();

    void sync() {
      synced = new LinkedHashMap<>(live);
    }
  }

  /** A symbolic link, which is on the disk when its name is. */
  record Link(Path target) implements Node {}

  private final Path root;
  private final Folder top;

  DiskModel(Path root) throws IOException {
    this.root = root;
    this.top = read(root);
  }

  private static Folder read(Path folder) throws IOException {
    Folder read = new Folder();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        Node node;
        if (Files.isSymbolicLink(entry)) {
          node = new Link(Files.readSymbolicLink(entry));
        } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          node = read(entry);
        } else {
          node = new FileNode(Files.readAllBytes(entry));
        }
        read.live.put(entry.getFileName().toString(), node);
      }
    }
    read.sync();
    return read;
  }

  /** What has a name, links of the folders on the way followed; null when nothing has. */
  @Nullable Node find(Path path) {
    if (path.equals(root)) {
      return top;
    }
    Node parent = find(folderOf(path));
    return parent instanceof Folder folder ? folder.live.get(nameOf(path)) : null;
  }

  private Folder parentOf(Path path) {
    if (find(folderOf(path)) instanceof Folder folder) {
      return folder;
    }
    throw new IllegalStateException("not a folder of this model: " + folderOf(path));
  }

  private static Path folderOf(Path path) {
    return Objects.requireNonNull(path.getParent(), "only what is below the disk's folder");
  }

  private static String nameOf(Path path) {
    return path.getFileName().toString();
  }

  void put(Path path, Node node) {
    parentOf(path).live.put(nameOf(path), node);
  }

  void remove(Path path) {
    parentOf(path).live.remove(nameOf(path));
  }

  void move(Path from, Path to) {
    Node node = find(from);
    if (node == null) {
      throw new IllegalStateException("nothing known of " + from);
    }
    remove(from);
    put(to, node);
  }

  /** Builds what is left after a cut in an empty folder. */
  void build(Cut cut, Path into) throws IOException {
    build(top, cut, into);
  }

  private static void build(Folder folder, Cut cut, Path into) throws IOException {
    Map<String, Node> names = cut == Cut.ALL_UNSYNCED_LOST ? folder.synced : folder.live;
    for (Map.Entry<String, Node> entry : names.entrySet()) {
      Path path = into.resolve(entry.getKey());
      switch (entry.getValue()) {
        case FileNode file -> Files.write(path, file.after(cut));
        case Link link -> Files.createSymbolicLink(path, link.target());
        case Folder inner -> {
          Files.createDirectory(path);
          build(inner, cut, path);
        }
      }
    }
  }
}
