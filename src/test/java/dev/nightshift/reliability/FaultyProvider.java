package dev.nightshift.reliability;

import dev.nightshift.reliability.DiskModel.FileNode;
import dev.nightshift.reliability.Operation.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The real file system, with the changes below one folder told to a {@link Disk}. May also be the
 * default of a whole process ({@code -Djava.nio.file.spi.DefaultFileSystemProvider}): then also
 * libraries that open files by their names, as H2 does, lead through it.
 */
public final class FaultyProvider extends FileSystemProvider {
  private final FileSystemProvider real;
  private final FaultyFileSystem fileSystem;
  private volatile @Nullable Disk disk;

  /** Before that provider. */
  public FaultyProvider(FileSystemProvider real) {
    this.real = real;
    this.fileSystem = new FaultyFileSystem(this, real.getFileSystem(URI.create("file:///")));
  }

  FaultyFileSystem fileSystem() {
    return fileSystem;
  }

  void watchedBy(Disk watching) {
    disk = watching;
  }

  private static Path real(Path path) {
    return FaultyPath.unwrap(path);
  }

  private <T> T change(Kind kind, Path path, Disk.Change<T> change, Disk.Noted noted)
      throws IOException {
    Disk watching = disk;
    return watching == null ? change.run() : watching.change(kind, path, change, noted);
  }

  @Override
  public String getScheme() {
    return "file";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException("there is one disk");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    return new FaultyPath(fileSystem, real.getPath(uri));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Disk watching = disk;
    Path name = FaultyPath.named(path);
    if (watching == null || !watching.watches(name)) {
      return real.newFileChannel(real(path), options, attributes);
    }
    boolean writes =
        options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    boolean creates =
        writes
            && (options.contains(StandardOpenOption.CREATE)
                || options.contains(StandardOpenOption.CREATE_NEW))
            && !Files.exists(name, LinkOption.NOFOLLOW_LINKS);
    Disk.Change<FileChannel> open = () -> real.newFileChannel(real(path), options, attributes);
    FileChannel channel;
    if (creates) {
      channel =
          change(Kind.CREATE, name, open, model -> model.put(name, new FileNode(new byte[0])));
    } else if (writes
        && options.contains(StandardOpenOption.TRUNCATE_EXISTING)
        && Files.size(name) > 0) {
      FileNode file = watching.fileAt(name);
      channel =
          change(
              Kind.TRUNCATE,
              name,
              open,
              model -> {
                if (file != null) {
                  file.truncate(0);
                }
              });
    } else {
      channel = open.run();
    }
    return new FaultyChannel(
        watching,
        name,
        channel,
        options.contains(StandardOpenOption.APPEND),
        Files.isDirectory(name) ? null : watching.fileAt(name),
        watching.folderAt(name));
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    DirectoryStream<Path> inner =
        real.newDirectoryStream(
            real(folder), path -> filter.accept(new FaultyPath(fileSystem, path)));
    return new FaultyFolder(fileSystem, inner);
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    Path name = FaultyPath.named(folder);
    change(
        Kind.MKDIR,
        name,
        () -> {
          real.createDirectory(real(folder), attributes);
          return true;
        },
        model -> model.put(name, new DiskModel.Folder()));
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    Path name = FaultyPath.named(link);
    change(
        Kind.SYMLINK,
        name,
        () -> {
          real.createSymbolicLink(real(link), real(target), attributes);
          return true;
        },
        model -> model.put(name, new DiskModel.Link(real(target))));
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    Path name = FaultyPath.named(link);
    Path old = FaultyPath.named(existing);
    change(
        Kind.LINK,
        name,
        () -> {
          real.createLink(real(link), real(existing));
          return true;
        },
        model -> {
          DiskModel.Node node = model.find(old);
          if (node != null) {
            model.put(name, node);
          }
        });
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return new FaultyPath(fileSystem, real.readSymbolicLink(real(link)));
  }

  @Override
  public void delete(Path path) throws IOException {
    Path name = FaultyPath.named(path);
    if (!Files.exists(name, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(path.toString());
    }
    change(
        Kind.DELETE,
        name,
        () -> {
          real.delete(real(path));
          return true;
        },
        model -> model.remove(name));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    List<CopyOption> how = Arrays.asList(options);
    if (Files.isDirectory(source) || how.contains(LinkOption.NOFOLLOW_LINKS)) {
      throw new UnsupportedOperationException("only files are copied on this disk: " + source);
    }
    Set<StandardOpenOption> write =
        how.contains(StandardCopyOption.REPLACE_EXISTING)
            ? Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)
            : Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel out = newByteChannel(target, write)) {
      java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(Files.readAllBytes(real(source)));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    Path from = FaultyPath.named(source);
    Path to = FaultyPath.named(target);
    change(
        Kind.MOVE,
        to,
        () -> {
          real.move(real(source), real(target), options);
          return true;
        },
        model -> model.move(from, to));
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return real.isSameFile(real(path), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return real.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return real.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    real.checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return real.getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return real.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return real.readAttributes(real(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    real.setAttribute(real(path), attribute, value, options);
  }
}
