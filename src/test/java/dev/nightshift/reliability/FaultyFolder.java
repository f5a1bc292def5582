package dev.nightshift.reliability;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.StreamSupport;

/** What is in a folder, by paths of a {@link FaultyFileSystem}. */
record FaultyFolder(FaultyFileSystem of, DirectoryStream<Path> real)
    implements DirectoryStream<Path> {
  @Override
  public Iterator<Path> iterator() {
    return StreamSupport.stream(real.spliterator(), false)
        .map(path -> (Path) new FaultyPath(of, path))
        .iterator();
  }

  @Override
  public void close() throws IOException {
    real.close();
  }
}
