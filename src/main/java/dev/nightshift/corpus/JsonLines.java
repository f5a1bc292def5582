package dev.nightshift.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.home.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Files with one JSON object a line; a line that is not whole is never taken for one that is. */
final class JsonLines {
  private JsonLines() {}

  /** Whether a last line without a line end may be whole. */
  enum LastLine {
    /** We end every line: one without an end was torn. */
    MUST_END,
    /** A person's editor may leave the end out; if it parses as an object, it is whole. */
    MAY_LACK_END
  }

  /** The parsed lines and the bad ones. */
  record Parsed<T>(List<T> values, List<BadLine> bad) {}

  /** Reads a file; a missing one has no lines. */
  static <T> Parsed<T> read(Path file, LastLine lastLine, Function<String, T> parser) {
    byte[] bytes = bytesOf(file);
    List<T> values = new ArrayList<>();
    List<BadLine> bad = new ArrayList<>();
    int number = 0;
    for (int start = 0; start < bytes.length; ) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      number++;
      boolean ended = end < bytes.length;
      parseLine(
          bytes,
          start,
          end,
          number,
          ended || lastLine == LastLine.MAY_LACK_END,
          parser,
          values,
          bad);
      start = end + 1;
    }
    return new Parsed<>(values, bad);
  }

  private static <T> void parseLine(
      byte[] bytes,
      int start,
      int end,
      int number,
      boolean whole,
      Function<String, T> parser,
      List<T> values,
      List<BadLine> bad) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start)).toString();
    } catch (CharacterCodingException e) {
      bad.add(new BadLine(number, new String(bytes, start, end - start, UTF_8), "not UTF-8"));
      return;
    }
    String line = (number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
    if (line.isEmpty()) {
      return;
    }
    if (!whole) {
      bad.add(new BadLine(number, line, "the last line has no end: writing it was cut off"));
      return;
    }
    try {
      values.add(parser.apply(line));
    } catch (CorpusException e) {
      bad.add(new BadLine(number, line, String.valueOf(e.getMessage())));
    }
  }

  /** Replaces a file by these lines. */
  static void write(Path file, List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    try {
      AtomicFiles.writeString(file, text);
    } catch (IOException e) {
      throw new CorpusException(CorpusException.Code.IO, "cannot write " + file + ": " + e, e);
    }
  }

  private static byte[] bytesOf(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    } catch (IOException e) {
      throw new CorpusException(CorpusException.Code.IO, "cannot read " + file + ": " + e, e);
    }
  }
}
