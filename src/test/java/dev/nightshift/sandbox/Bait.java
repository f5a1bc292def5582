package dev.nightshift.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What attacks are after: a secret in a file that everybody on this machine may read and in a
 * descriptor of this process, a port that notes who comes, and places for marks.
 */
final class Bait implements AutoCloseable {
  private static final List<String> PLACES =
      List.of(
          "/",
          "/usr",
          "/usr/lib",
          "/usr/lib/python3",
          "/usr/local/lib",
          "/etc",
          "/dev",
          "/dev/shm",
          "/var/tmp",
          "/run",
          "/home",
          "/root",
          "/lib",
          "/opt",
          "/srv",
          "/mnt",
          "/tmp");

  private final String secret = "secret-" + UUID.randomUUID();
  private final Path file;
  private final InputStream descriptor;
  private final ServerSocket server;
  private final DatagramSocket datagrams;
  private final AtomicInteger visits = new AtomicInteger();

  Bait() throws IOException {
    file = Files.createTempFile("planted-", ".txt");
    Files.writeString(file, secret);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    descriptor = Files.newInputStream(file);
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    datagrams = new DatagramSocket(server.getLocalPort(), InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::countConnections);
    Thread.ofPlatform().daemon().start(this::countDatagrams);
  }

  private void countConnections() {
    while (!server.isClosed()) {
      try (Socket visitor = server.accept()) {
        visits.addAndGet(visitor.isConnected() ? 1 : 0);
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void countDatagrams() {
    while (!datagrams.isClosed()) {
      try {
        datagrams.receive(new DatagramPacket(new byte[16], 16));
        visits.incrementAndGet();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  Path file() {
    return file;
  }

  int port() {
    return server.getLocalPort();
  }

  /** A place for a mark that nobody else leaves. */
  Path mark() {
    return Path.of("/tmp", "mark-" + UUID.randomUUID());
  }

  /** How often somebody came to the port. */
  int visits() {
    return visits.get();
  }

  /** What an attack got, each in words; empty when it got nothing. */
  List<String> taken(Outcome outcome, Path mark) {
    List<String> taken = new ArrayList<>();
    for (String text : List.of(outcome.output(), outcome.errors())) {
      if (text.contains("ESCAPED") || text.contains(secret)) {
        taken.add("it printed " + text.lines().filter(l -> l.contains("ESCAPED")).toList());
      }
      System.getenv().values().stream()
          .filter(value -> value.length() > 15 && text.contains(value))
          .forEach(value -> taken.add("it knows of this environment: " + value));
    }
    for (String place : PLACES) {
      Path left = Path.of(place).resolve(mark.getFileName());
      if (Files.exists(left)) {
        taken.add("it left " + left);
      }
    }
    return taken;
  }

  @Override
  public void close() throws IOException {
    server.close();
    datagrams.close();
    descriptor.close();
    Files.deleteIfExists(file);
  }
}
