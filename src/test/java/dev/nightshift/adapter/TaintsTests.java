package dev.nightshift.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaintsTests {
  private static final Instant MONDAY = Instant.parse("2026-03-02T02:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-03-03T09:00:00Z");
  private static final Instant WEDNESDAY = Instant.parse("2026-03-04T02:00:00Z");

  @TempDir Path loras;
  private AdapterStore store;
  private Taints taints;

  @BeforeEach
  void open() {
    store = new AdapterStore(loras);
    taints = store.taints();
  }

  @Test
  void an_adapter_trained_on_a_forgotten_row_is_tainted() throws IOException {
    AdapterVersion with = trained(1, MONDAY, "\"row_ids\":[\"r1\",\"r2\"]");
    AdapterVersion without = trained(2, MONDAY.plusSeconds(1), "\"row_ids\":[\"r3\"]");
    assertThat(taints.of(with)).isEmpty();

    taints.record(forgotten(List.of("r2"), List.of(), null, List.of()));

    assertThat(store.taints().of(with)).hasValueSatisfying(why -> assertThat(why).contains("1 "));
    assertThat(taints.of(without)).isEmpty();
    assertThat(taints.of(store.base())).isEmpty();
    assertThat(new AdapterCheck(AdapterFixture.BASE_SHA256, taints::of).problems(with))
        .singleElement()
        .asString()
        .contains("forgotten");
  }

  @Test
  void a_row_that_was_read_again_afterwards_is_somebody_elses() throws IOException {
    AdapterVersion later =
        trained(1, WEDNESDAY, "\"row_ids\":[\"r1\"],\"rows_read_at\":\"" + WEDNESDAY + "\"");
    AdapterVersion underWay =
        trained(2, WEDNESDAY, "\"row_ids\":[\"r1\"],\"rows_read_at\":\"" + MONDAY + "\"");

    taints.record(forgotten(List.of("r1"), List.of(), null, List.of()));

    assertThat(taints.of(later)).isEmpty();
    assertThat(taints.of(underWay)).isPresent();
  }

  @Test
  void an_adapter_that_replayed_a_forgotten_answer_is_tainted() throws IOException {
    AdapterVersion replayed = trained(1, MONDAY, "\"replayed_exchanges\":[\"e1\"],\"replay\":9");
    AdapterVersion other = trained(2, MONDAY, "\"replayed_exchanges\":[\"e2\"],\"replay\":9");
    AdapterVersion unsaid = trained(3, MONDAY, "\"replay\":9");
    AdapterVersion unsaidBefore = trained(4, MONDAY.minusSeconds(9999), "\"replay\":9");

    Instant asked = MONDAY.minusSeconds(60);
    taints.record(forgotten(List.of(), List.of("e1"), asked, List.of()));

    assertThat(taints.of(replayed)).isPresent();
    assertThat(taints.of(other)).isEmpty();
    assertThat(taints.of(unsaid)).as("an older version of this program made it").isPresent();
    assertThat(taints.of(unsaidBefore)).as("trained before it was asked").isEmpty();
  }

  @Test
  void an_adapter_that_went_on_from_a_tainted_one_is_tainted() throws IOException {
    AdapterVersion from = trained(1, MONDAY, "\"continued_from\":{\"sha256\":\"d1\"}");

    taints.record(forgotten(List.of(), List.of(), null, List.of("d1")));

    assertThat(taints.of(from)).isPresent();
  }

  @Test
  void a_record_that_cannot_be_read_lets_no_adapter_pass() throws IOException {
    AdapterVersion version = trained(1, MONDAY, "\"row_ids\":[]");
    Files.writeString(loras.resolve("forgotten.json"), "{\"erasures\":[{");

    assertThatThrownBy(() -> taints.of(version))
        .isInstanceOf(AdapterException.class)
        .hasMessageContaining("forgotten.json");
  }

  @Test
  void an_erasure_is_unfinished_until_it_is_done() {
    Forgotten begun = forgotten(List.of("r1"), List.of("e1"), null, List.of());
    taints.record(begun);
    assertThat(taints.unfinished()).containsExactly(begun);

    taints.record(begun.done());

    assertThat(taints.unfinished()).isEmpty();
    assertThat(taints.all()).containsExactly(begun.done());
  }

  @Test
  void the_latest_adapter_can_be_discarded_and_the_current_one_not() throws IOException {
    AdapterVersion first = trained(1, MONDAY, "\"replay\":0");
    AdapterVersion second = trained(2, WEDNESDAY, "\"replay\":0");
    store.activate(first, WEDNESDAY);

    store.discard(second);

    assertThat(store.latest()).hasValue(first);
    assertThat(second.directory()).doesNotExist();
    assertThatThrownBy(() -> store.discard(first)).hasMessageContaining("in use");
    store.activate(store.base(), WEDNESDAY);
    store.discard(first);
    assertThat(store.latest()).isEmpty();
    assertThat(store.versions()).isEmpty();
  }

  private AdapterVersion trained(int seed, Instant at, String facts) throws IOException {
    AdapterVersion version = AdapterFixture.publish(store, seed, at);
    String made = Files.readString(version.provenance());
    Files.writeString(
        version.provenance(),
        made.replace("}", ", \"trained_at\":\"%s\", %s}".formatted(at, facts)));
    return version;
  }

  private static Forgotten forgotten(
      List<String> rows,
      List<String> exchanges,
      @Nullable Instant replayable,
      List<String> digests) {
    return new Forgotten("id", TUESDAY, false, rows, exchanges, List.of(), replayable, digests);
  }
}
