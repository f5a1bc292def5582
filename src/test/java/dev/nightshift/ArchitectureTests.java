package dev.nightshift;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.modulith.core.ApplicationModules;

/** The house rules, checked on the classes and sources of the program. */
class ArchitectureTests {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.nightshift");

  @Test
  void packages_use_only_what_their_package_info_allows() {
    ApplicationModules.of("dev.nightshift").verify();
  }

  @Test
  void every_package_says_what_it_is_for_and_what_it_may_use() throws IOException {
    assertThat(SourceRules.packagesWithoutDescription(Path.of("src/main/java/dev/nightshift")))
        .isEmpty();
  }

  @TestFactory
  List<DynamicTest> rules() {
    return HouseRules.of("dev.nightshift").entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(CLASSES)))
        .toList();
  }

  @Test
  void files_and_methods_are_short() throws IOException {
    assertThat(SourceRules.tooLong(Path.of("src/main/java"))).isEmpty();
    assertThat(SourceRules.tooLong(Path.of("src/test/java"))).isEmpty();
  }

  @Test
  void every_rule_bites_on_a_deliberately_broken_program() {
    JavaClasses broken = new ClassFileImporter().importPackages("brokenfixture");
    for (Map.Entry<String, ArchRule> rule : HouseRules.of("brokenfixture").entrySet()) {
      assertThat(rule.getValue().evaluate(broken).hasViolation()).as(rule.getKey()).isTrue();
    }
  }

  @Test
  void the_check_of_allowed_dependencies_bites_on_a_deliberately_broken_program() {
    ImportOption everything = location -> true;
    ApplicationModules modules = ApplicationModules.of("brokenfixture", everything);

    assertThat(modules.detectViolations().getMessages())
        .anyMatch(message -> message.contains("'serving'") && message.contains("'memory'"));
  }

  @Test
  void the_check_of_lengths_bites(@TempDir Path directory) throws IOException {
    String method = "class Long {\n  void run() {\n" + "    run();\n".repeat(59) + "  }\n}\n";
    Files.writeString(directory.resolve("Long.java"), method + "// line\n".repeat(240));

    assertThat(SourceRules.tooLong(directory))
        .hasSize(2)
        .anyMatch(found -> found.endsWith("Long.java has 303 lines"))
        .anyMatch(found -> found.equals("Long.run has 61 lines"));
  }

  @Test
  void the_check_of_package_descriptions_bites(@TempDir Path directory) throws IOException {
    Path silent = Files.createDirectory(directory.resolve("silent"));

    assertThat(SourceRules.packagesWithoutDescription(directory)).containsExactly(silent);
  }
}
