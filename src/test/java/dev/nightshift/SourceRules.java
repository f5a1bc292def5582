package dev.nightshift;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The rules that can be seen in source files only. */
final class SourceRules {
  private static final int MOST_LINES_OF_A_FILE = 300;
  private static final int MOST_LINES_OF_A_METHOD = 60;

  private SourceRules() {}

  /** Files and methods that are too long, each in words; from its first to its last line. */
  static List<String> tooLong(Path root) throws IOException {
    List<Path> sources = sources(root);
    List<String> found = new ArrayList<>();
    for (Path source : sources) {
      int lines = Files.readAllLines(source).size();
      if (lines > MOST_LINES_OF_A_FILE) {
        found.add(source + " has " + lines + " lines");
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new MethodScanner(unit, positions, found).scan(unit, null);
      }
    }
    return found;
  }

  /** Packages with sources but without a package-info that describes and fences them. */
  static List<Path> packagesWithoutDescription(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> directories = Files.list(root).filter(Files::isDirectory)) {
      for (Path directory : directories.toList()) {
        Path info = directory.resolve("package-info.java");
        String text = Files.exists(info) ? Files.readString(info) : "";
        if (!text.startsWith("/**")
            || !text.contains("@NullMarked")
            || !text.contains("allowedDependencies")) {
          found.add(directory);
        }
      }
    }
    return found;
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static final class MethodScanner extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> found;
    private String type = "";

    MethodScanner(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
      String outer = type;
      type = tree.getSimpleName().toString();
      super.visitClass(tree, null);
      type = outer;
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
      LineMap map = unit.getLineMap();
      long start = positions.getStartPosition(unit, tree);
      long end = positions.getEndPosition(unit, tree);
      if (start >= 0 && end >= 0) {
        long lines = map.getLineNumber(end) - map.getLineNumber(start) + 1;
        if (lines > MOST_LINES_OF_A_METHOD) {
          found.add(type + "." + tree.getName() + " has " + lines + " lines");
        }
      }
      return super.visitMethod(tree, null);
    }
  }
}
