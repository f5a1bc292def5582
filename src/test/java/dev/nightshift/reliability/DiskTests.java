package dev.nightshift.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.home.AtomicFiles;
import dev.nightshift.reliability.DiskModel.Cut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the trials loses what it has to lose, or they would show nothing. */
class DiskTests {
  @TempDir Path folder;
  private Path live;
  private Disk disk;

  @BeforeEach
  void open() throws IOException {
    live = Files.createDirectory(folder.resolve("live"));
    Files.writeString(live.resolve("old"), "old");
    disk = new Disk(live);
    disk.inject(Injector.NONE);
  }

  private Path after(Cut cut) throws IOException {
    Path after = Files.createDirectory(folder.resolve(cut.name()));
    disk.cut(cut, after);
    return after;
  }

  @Test
  void what_is_written_whole_or_not_at_all_survives_every_cut() throws IOException {
    AtomicFiles.writeString(disk.path().resolve("new"), "new");
    AtomicFiles.writeString(disk.path().resolve("old"), "newer");

    for (Cut cut : Cut.values()) {
      assertThat(after(cut).resolve("new")).hasContent("new");
      assertThat(folder.resolve(cut.name()).resolve("old")).hasContent("newer");
    }
  }

  @Test
  void what_was_not_synced_is_lost_in_the_ways_in_which_it_can_be() throws IOException {
    Files.writeString(disk.path().resolve("new"), "0123456789");
    Files.delete(disk.path().resolve("old"));

    assertThat(after(Cut.NOTHING_LOST)).isDirectoryNotContaining("glob:**/old");
    Path strict = after(Cut.ALL_UNSYNCED_LOST);
    assertThat(strict.resolve("new")).doesNotExist();
    assertThat(strict.resolve("old")).hasContent("old");
    assertThat(after(Cut.CONTENTS_LOST).resolve("new")).isEmptyFile();
    assertThat(after(Cut.CONTENTS_TORN).resolve("new")).hasContent("01234");
  }

  @Test
  void a_rename_without_a_sync_of_the_folder_is_undone_and_of_an_unsynced_file_empty()
      throws IOException {
    Files.writeString(disk.path().resolve("temporary"), "new");
    Files.move(
        disk.path().resolve("temporary"),
        disk.path().resolve("old"),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE);

    assertThat(after(Cut.ALL_UNSYNCED_LOST).resolve("old")).hasContent("old");
    assertThat(after(Cut.CONTENTS_LOST).resolve("old")).isEmptyFile();
  }

  @Test
  void after_its_death_a_process_does_nothing_more() throws IOException {
    disk.inject(
        operation -> {
          throw disk.die(operation);
        });
    Path file = disk.path().resolve("new");
    assertThatThrownBy(() -> AtomicFiles.writeString(file, "new")).isInstanceOf(Death.class);
    disk.mend();
    assertThatThrownBy(() -> Files.writeString(file, "new")).isInstanceOf(Death.class);
    assertThat(live).isDirectoryNotContaining("glob:**/*new*");
  }

  @Test
  void what_differs_from_run_to_run_is_not_in_the_name_of_an_operation() {
    Operation move =
        Operation.of(
            Operation.Kind.MOVE,
            Path.of("loras/deployments/20261121T030015Z_01_adapter_20261121T020002Z_d53f05c1"));
    assertThat(move).hasToString("move loras/deployments/*_adapter_*_*");
    Operation create =
        Operation.of(Operation.Kind.CREATE, Path.of("loras/.latest.4711-12.writing"));
    assertThat(create).hasToString("create loras/.latest.writing");
  }
}
