package dev.nightshift;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/building-blocks.md} shows the packages as they are. */
class BuildingBlocksTests {
  private static final String ROOT = "dev.nightshift";
  private static final Path SOURCES = Path.of("src/main/java/dev/nightshift");
  private static final Path PAGE = Path.of("docs/building-blocks.md");
  private static final Pattern FIRST_SENTENCE =
      Pattern.compile("\\A/\\*\\*(.*?)(?:\\.(?=\\s)|\\*/)", Pattern.DOTALL);
  private static final String BEGINNING =
      """
      # Building blocks

      Written by a test (`BuildingBlocksTests`) from the packages of `dev.nightshift` and what their classes use, so it cannot
      be out of date. A package uses only packages of lower floors (there are no cycles); which ones it *may* use is fenced in its
      `package-info.java`, which also says what it does not do. The floor is the longest way down: on floor 0 lies what uses
      no other package.

      """;

  @Test
  void thePageShowsThePackagesAsTheyAre() throws IOException {
    GeneratedDocument.isUpToDate(
        PAGE, page(), "mvn -Dtest=BuildingBlocksTests -Dnightshift.write-documents=true test");
  }

  private static String page() throws IOException {
    Map<String, Set<String>> uses = new TreeMap<>();
    Map<String, int[]> types = new TreeMap<>();
    for (JavaClass one : classes()) {
      String name = packageOf(one);
      if (name.isEmpty()) {
        continue; // Application
      }
      Set<String> used = uses.computeIfAbsent(name, any -> new TreeSet<>());
      for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
        String target = packageOf(dependency.getTargetClass());
        if (!target.isEmpty() && !target.equals(name)) {
          used.add(target);
        }
      }
      if (one.isTopLevelClass() && !one.getSimpleName().equals("package-info")) {
        int[] counts = types.computeIfAbsent(name, any -> new int[2]);
        counts[0]++;
        counts[1] += one.getModifiers().contains(JavaModifier.PUBLIC) ? 1 : 0;
      }
    }
    Map<String, Integer> floors = new TreeMap<>();
    uses.keySet().forEach(name -> floor(name, uses, floors));
    Map<Integer, List<String>> byFloor =
        floors.keySet().stream()
            .collect(Collectors.groupingBy(floors::get, TreeMap::new, Collectors.toList()));
    List<String> rows = new ArrayList<>();
    for (int floor : byFloor.keySet().stream().sorted().toList().reversed()) {
      rows.add("## Floor " + floor + "\n");
      rows.add("| package | does | uses | types (public) |\n|---|---|---|---|");
      for (String name : byFloor.get(floor)) {
        int[] counts = types.get(name);
        rows.add(
            "| `%s` | %s | %s | %d (%d) |"
                .formatted(
                    name,
                    sentence(name),
                    uses.get(name).isEmpty() ? "–" : String.join(", ", uses.get(name)),
                    counts[0],
                    counts[1]));
      }
      rows.add("");
    }
    return BEGINNING + String.join("\n", rows);
  }

  private static JavaClasses classes() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(ROOT);
  }

  /** The first name below the root; empty for what is not in a package of ours. */
  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(ROOT + ".")
        ? name.substring(ROOT.length() + 1).replaceFirst("\\..*", "")
        : "";
  }

  private static int floor(String name, Map<String, Set<String>> uses, Map<String, Integer> known) {
    Integer floor = known.get(name);
    if (floor == null) {
      floor = 0;
      for (String used : uses.getOrDefault(name, Set.of())) {
        floor = Math.max(floor, 1 + floor(used, uses, known));
      }
      known.put(name, floor);
    }
    return floor;
  }

  /** What the package's description begins with, as Markdown. */
  private static String sentence(String name) throws IOException {
    String info = Files.readString(SOURCES.resolve(name).resolve("package-info.java"));
    Matcher matcher = FIRST_SENTENCE.matcher(info);
    if (!matcher.find()) {
      throw new IllegalStateException("no description in the package-info of " + name);
    }
    return matcher
        .group(1)
        .replaceAll("\\n \\*", " ")
        .replaceAll("\\{@(?:code|link)\\s+([^}]*)}", "`$1`")
        .replaceAll("<[^>]*>", "")
        .replace("|", "\\|")
        .strip()
        .replaceAll("\\s+", " ");
  }
}
