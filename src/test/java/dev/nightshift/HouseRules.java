package dev.nightshift;

import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rules that can be seen in class files, for a program under any root package. */
final class HouseRules {
  private static final String BANNED_WORDS = "(Utils?|Common|Helpers?|Impl|Managers?)";

  /** Where the frameworks are told apart from the plain Java of stages, stores and engines. */
  private static final List<String> MAY_USE_SPRING =
      List.of(
          "",
          ".nightly",
          ".gateway",
          ".console",
          ".assembly",
          ".cli",
          ".state",
          ".notify",
          ".starter");

  private HouseRules() {}

  static Map<String, ArchRule> of(String root) {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("Lucene only in memory", only(root, "org.apache.lucene..", "memory"));
    rules.put(
        "DJL only where tensors are",
        only(root, "ai.djl..", "tensor", "model", "training", "inference"));
    rules.put("vectors only in kernel", only(root, "jdk.incubator..", "kernel"));
    rules.put("ONNX only in embedding", only(root, "ai.onnxruntime..", "embedding"));
    rules.put("Spring Batch only in nightly", only(root, "org.springframework.batch..", "nightly"));
    rules.put("Quartz only in nightly", only(root, "org.quartz..", "nightly"));
    rules.put(
        "web types only in gateway and console",
        only(root, "org.springframework.web..", "gateway", "console"));
    rules.put(
        "servlets only in gateway and console",
        only(root, "jakarta.servlet..", "gateway", "console"));
    rules.put(
        "LangChain4j only in serving, council, embedding",
        only(root, "dev.langchain4j..", "serving", "council", "embedding"));
    rules.put("picocli only in cli", only(root, "picocli..", "cli"));
    rules.put("OpenTelemetry only in tracing", only(root, "io.opentelemetry..", "tracing"));
    rules.put("JGit only in versions", only(root, "org.eclipse.jgit..", "versions"));
    rules.put("stages are plain Java", stagesArePlainJava(root));
    rules.put(
        "no cycles between packages", slices().matching(root + ".(*)..").should().beFreeOfCycles());
    rules.put(
        "no names that say nothing",
        noClasses().should().haveNameMatching(".*" + BANNED_WORDS + "(\\$.*)?"));
    rules.put(
        "no packages that say nothing",
        noClasses().should().haveNameMatching("(?i).*\\." + BANNED_WORDS + "\\..*"));
    rules.put("no inheritance between our classes", classes().should(not(extendOneOf(root))));
    rules.put(
        "exceptions carry a code",
        classes().that().areAssignableTo(Throwable.class).should(haveMethod("code")));
    rules.put("no rows as an open stream", noClasses().should().callMethodWhere(opensRows()));
    return rules;
  }

  /** It keeps its connection until somebody closes it, which nothing reminds of. */
  private static DescribedPredicate<JavaMethodCall> opensRows() {
    return DescribedPredicate.describe(
        "the rows of a query are streamed (make a list of them first)",
        call ->
            call.getTarget().getName().equals("queryForStream")
                || (call.getTarget().getName().equals("stream")
                    && call.getTargetOwner().isAssignableTo(JdbcClient.MappedQuerySpec.class)));
  }

  private static ArchRule only(String root, String what, String... where) {
    String[] packages =
        Stream.of(where).map(name -> root + "." + name + "..").toArray(String[]::new);
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(what);
  }

  private static ArchRule stagesArePlainJava(String root) {
    String[] exempt = MAY_USE_SPRING.stream().map(name -> root + name).toArray(String[]::new);
    return noClasses()
        .that()
        .resideOutsideOfPackages(exempt)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("org.springframework..")
                .and(
                    JavaClass.Predicates.resideOutsideOfPackages(
                        "org.springframework.modulith..",
                        "org.springframework.boot.context.properties.bind..",
                        "org.springframework.jdbc..",
                        "org.springframework.dao..",
                        "org.springframework.transaction..")));
  }

  private static ArchCondition<JavaClass> extendOneOf(String root) {
    DescribedPredicate<JavaClass> ours =
        DescribedPredicate.describe(
            "extend a class of ours",
            type ->
                !type.isAssignableTo(Throwable.class)
                    && type.getRawSuperclass()
                        .filter(parent -> !parent.isEnum())
                        .filter(parent -> parent.getPackageName().startsWith(root))
                        .isPresent());
    return condition("extend a class of ours", ours);
  }

  private static ArchCondition<JavaClass> haveMethod(String name) {
    return condition(
        "have a method " + name + "()",
        DescribedPredicate.describe(name, type -> type.tryGetMethod(name).isPresent()));
  }

  private static ArchCondition<JavaClass> condition(
      String description, DescribedPredicate<JavaClass> predicate) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean holds = predicate.test(type);
        String message = type.getName() + (holds ? " does " : " does not ") + description;
        events.add(new SimpleConditionEvent(type, holds, message));
      }
    };
  }
}
