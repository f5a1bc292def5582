package dev.nightshift.fleet;

import dev.nightshift.adapter.AdapterManifest;
import dev.nightshift.fleet.FleetException.Code;
import dev.nightshift.home.ProcessIdentity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node among those that share its database: says that it lives, does what rollouts over all
 * nodes have for it to do, and coordinates them when nobody else does. Thread-safe.
 */
public final class Fleet implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Fleet.class);
  private static final Duration LOOK = Duration.ofMillis(250);

  private final FleetParts parts;
  private final NodeRegistry.Self self;
  private final NodeRegistry registry;
  private final FleetLedger ledger;
  private final FleetPlan plan;
  private final Coordinator coordinator;
  private final NodeAgent agent;
  private final ScheduledExecutorService beating = thread("fleet-heartbeat");
  private final ScheduledExecutorService working = thread("fleet-work");
  private boolean troubled;

  /** A node that has not entered yet. */
  public Fleet(FleetParts parts) {
    this.parts = parts;
    String incarnation = ProcessIdentity.ofThisProcess();
    this.self =
        new NodeRegistry.Self(
            parts.name().value(), parts.url(), parts.version(), parts.baseSha256(), incarnation);
    this.registry = new NodeRegistry(parts.database(), parts.clock(), parts.settings().awayAfter());
    this.ledger = new FleetLedger(parts.database(), parts.clock());
    this.plan = new FleetPlan(ledger, registry, parts.settings(), self.name());
    this.coordinator =
        new Coordinator(
            ledger, registry, parts.notifier(), parts.settings(), parts.clock(), incarnation);
    this.agent =
        new NodeAgent(self, ledger, registry, parts.rollouts(), parts.settings(), parts.clock());
  }

  /**
   * Enters this node and lets it work.
   *
   * @throws FleetException BUSY when another living server has its name
   */
  public void start() {
    enter();
    long beat = parts.settings().heartbeat().toMillis();
    var _ = beating.scheduleWithFixedDelay(this::beat, beat, beat, TimeUnit.MILLISECONDS);
    var _ = working.scheduleWithFixedDelay(this::work, 0, beat, TimeUnit.MILLISECONDS);
  }

  /** A server that was killed a moment ago seems to live for a while: one waits for that long. */
  private void enter() {
    FleetSettings settings = parts.settings();
    long end = System.nanoTime() + settings.awayAfter().plus(settings.heartbeat()).toNanos();
    while (!registry.enter(self, parts.rollouts().active())) {
      if (System.nanoTime() - end > 0) {
        String url = registry.find(self.name()).map(FleetNode::url).orElse("?");
        throw new FleetException(
            Code.BUSY,
            "another server is the node "
                + self.name()
                + " (at "
                + url
                + "): give this one another name (nightshift.fleet.node), or stop that one");
      }
      pause(LOOK);
    }
  }

  private void beat() {
    guarded(
        "say that it lives",
        () -> {
          if (!registry.beat(self.name(), self.incarnation(), parts.rollouts().active())
              && !registry.enter(self, parts.rollouts().active())) {
            throw new FleetException(Code.BUSY, "another server took the name " + self.name());
          }
          coordinator.advance();
        });
  }

  private void work() {
    guarded(
        "do what the others ask for",
        () -> {
          boolean ours =
              registry
                  .find(self.name())
                  .filter(node -> node.incarnation().equals(self.incarnation()))
                  .isPresent();
          boolean more = ours;
          while (more) {
            more = agent.work();
          }
        });
  }

  /** What fails now may work at the next heartbeat; one failure of many in a row is logged. */
  private void guarded(String what, Runnable work) {
    try {
      work.run();
      troubled = false;
    } catch (RuntimeException e) {
      if (!troubled) {
        log.warn("This node could not {}; it goes on trying", what, e);
      }
      troubled = true;
    }
  }

  /** Name of this node. */
  public String node() {
    return self.name();
  }

  /** All nodes. */
  public NodeRegistry registry() {
    return registry;
  }

  /** Whether there are more nodes than this one that live. */
  public boolean manyLive() {
    return registry.all().stream().filter(registry::live).count() > 1;
  }

  /** The rollout over all nodes that has not ended, if there is one. */
  public Optional<FleetRollout> open() {
    return ledger.open();
  }

  /** What all nodes are to have, if that was ever decided. */
  public Optional<FleetRollout> decided() {
    return ledger.decided();
  }

  /**
   * Begins to give an adapter of this node to all.
   *
   * @param request names what asks for it: the same request begins one rollout
   * @param named whether a person named it
   * @return number of the rollout
   * @throws FleetException BUSY, REQUEST
   */
  public long deploy(String request, AdapterManifest manifest, boolean named) {
    return plan.deploy(request, manifest, named);
  }

  /**
   * Begins to take all nodes back.
   *
   * @param to where all go, {@code base} among them; empty: each to what it had before
   * @param manifest what that consists of; null for the base and for none
   * @return number of the rollout
   * @throws FleetException BUSY, REQUEST
   */
  public long rollback(String request, String to, @Nullable AdapterManifest manifest) {
    return plan.rollback(request, to, manifest);
  }

  /** What each node has to do with a rollout. */
  public List<FleetStep> steps(long rollout) {
    return ledger.steps(rollout);
  }

  /**
   * Waits for the end of a rollout, which comes also when this process ends first.
   *
   * @param told hears of each node's changes: its name, and what is new
   */
  public FleetRollout await(long rollout, BiConsumer<String, String> told) {
    Map<String, StepState> seen = new HashMap<>();
    while (true) {
      FleetRollout now = ledger.find(rollout).orElseThrow();
      for (FleetStep step : ledger.steps(rollout)) {
        if (step.state() != seen.put(step.node(), step.state())) {
          told.accept(
              step.node(), step.state() + (step.reason().isEmpty() ? "" : ": " + step.reason()));
        }
      }
      if (now.ended().isPresent()) {
        return now;
      }
      pause(LOOK);
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FleetException(Code.BUSY, "interrupted; the rollout goes on", e);
    }
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name(name).factory());
  }

  /** Says that this node goes. What it tries at the moment is tried again after the next start. */
  @Override
  public void close() {
    agent.stop();
    beating.shutdownNow();
    working.shutdown();
    guarded(
        "say that it goes",
        () -> {
          registry.leave(self.name(), self.incarnation());
          coordinator.release();
        });
  }
}
