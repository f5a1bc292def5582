package dev.nightshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeparturesTests {
  private final Departures departures = new Departures();
  private final AtomicInteger told = new AtomicInteger();
  private final AtomicInteger looks = new AtomicInteger();

  private Departures.Waiting begin(String connection) {
    return departures.begin(connection, told::incrementAndGet);
  }

  private boolean silent() {
    looks.incrementAndGet();
    return false;
  }

  private boolean ended() throws IOException {
    looks.incrementAndGet();
    throw new EOFException();
  }

  @Test
  void who_is_there_is_looked_at_again_and_who_has_gone_is_told_of_once() {
    try (Departures.Waiting _ = begin("1")) {
      departures.look("1", this::silent);
      departures.look("1", this::silent);
      assertThat(told).hasValue(0);

      departures.look("1", this::ended);
      departures.look("1", this::ended);
      assertThat(told).hasValue(1);
      assertThat(looks).hasValue(3);
    }
  }

  /** Somebody else reads it then. */
  @Test
  void a_connection_whose_client_does_not_wait_is_left_alone() {
    departures.look("1", this::ended);
    try (Departures.Waiting _ = begin("1")) {
      departures.look("2", this::ended);
    }
    departures.look("1", this::ended);

    assertThat(looks).hasValue(0);
    assertThat(told).hasValue(0);
  }

  @Test
  void the_next_request_of_a_connection_is_another_wait() {
    Departures.Waiting first = begin("1");
    first.close();
    try (Departures.Waiting _ = begin("1")) {
      first.close();
      departures.look("1", this::ended);
    }

    assertThat(told).hasValue(1);
  }
}
