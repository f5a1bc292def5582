package dev.nightshift.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeNameTests {
  @TempDir Path root;

  @Test
  void aHomeKeepsTheNameThatWasMadeUpForIt() {
    NodeName first = NodeName.of(new Home(root.resolve("a")), "");

    assertThat(first.value()).matches("node-[0-9a-f]{8}");
    assertThat(NodeName.of(new Home(root.resolve("a")), " ")).isEqualTo(first);
    assertThat(NodeName.of(new Home(root.resolve("b")), "")).isNotEqualTo(first);
  }

  @Test
  void theConfiguredNameWinsAndIsNotKept() {
    assertThat(NodeName.of(new Home(root), " gpu-1.lab ").value()).isEqualTo("gpu-1.lab");
    assertThat(root.resolve("state")).doesNotExist();
  }

  @Test
  void allWhoMakeItUpAtOnceEndUpWithOneName() throws Exception {
    Callable<NodeName> task = () -> NodeName.of(new Home(root), "");
    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
      List<NodeName> names =
          users.invokeAll(Stream.generate(() -> task).limit(50).toList()).stream()
              .map(Future::resultNow)
              .toList();
      assertThat(names).hasSize(50);
      assertThat(names.stream().distinct()).hasSize(1);
    }
    try (Stream<Path> files = Files.list(root.resolve("state"))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("node");
    }
  }

  @Test
  void whatCannotBeANameIsRefusedWithWhatIsAllowed() throws Exception {
    for (String wrong : List.of("Gpu", "a b", "-a", "a.", "x".repeat(64))) {
      assertThatThrownBy(() -> NodeName.of(new Home(root), wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("allowed: 1 to 63");
    }
    Files.createDirectories(root.resolve("state"));
    Files.writeString(root.resolve("state/node"), "torn \0 name");
    assertThatThrownBy(() -> NodeName.of(new Home(root), ""))
        .isInstanceOf(HomeException.class)
        .hasMessageContaining("state/node")
        .hasMessageContaining("delete it");
  }
}
