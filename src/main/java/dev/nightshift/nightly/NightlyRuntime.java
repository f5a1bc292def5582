package dev.nightshift.nightly;

import dev.nightshift.home.Home;
import dev.nightshift.home.NodeName;
import dev.nightshift.notify.Notifier;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * Everything that nights need around their stages, the same for a command and for the server.
 *
 * <p>The small Spring context with the Batch job is built at the first run, Quartz starts only with
 * {@link #startTrigger()}. The data source is the caller's to close.
 */
public final class NightlyRuntime implements AutoCloseable {
  private final DataSource dataSource;
  private final NightlyStages stages;
  private final Notifier notifier;
  private final Home home;
  private final NightlySettings settings;
  private final InstantSource clock;
  private final String node;
  private final ScheduledNights scheduled;
  private final ReentrantLock building = new ReentrantLock();
  private @Nullable AnnotationConfigApplicationContext context;
  private @Nullable NightlyRunner runner;
  private @Nullable QuartzClock quartz;
  private volatile Consumer<NightResult> listener = result -> {};

  private NightlyRuntime(
      DataSource dataSource,
      NightlyStages stages,
      Notifier notifier,
      Home home,
      NightlySettings settings,
      InstantSource clock,
      String node) {
    this.dataSource = dataSource;
    this.stages = stages;
    this.notifier = notifier;
    this.home = home;
    this.settings = settings;
    this.clock = clock;
    this.node = node;
    this.scheduled = new ScheduledNights(dataSource, settings.schedule(), clock);
  }

  /**
   * Prepares to run nights.
   *
   * @param dataSource of the migrated state database
   * @param stages what a night does
   * @param notifier whom to tell about harvests, trainings, rejections and errors
   * @param home whose {@code logs} get the logs of runs, and whose disk must have room
   * @param node name of the home among those that share the database
   */
  public static NightlyRuntime open(
      DataSource dataSource,
      NightlyStages stages,
      Notifier notifier,
      Home home,
      NightlySettings settings,
      InstantSource clock,
      NodeName node) {
    return new NightlyRuntime(dataSource, stages, notifier, home, settings, clock, node.value());
  }

  /** The same under the name that the home keeps. */
  static NightlyRuntime open(
      DataSource dataSource,
      NightlyStages stages,
      Notifier notifier,
      Home home,
      NightlySettings settings,
      InstantSource clock) {
    return open(dataSource, stages, notifier, home, settings, clock, NodeName.of(home, ""));
  }

  /** Has somebody told of every night that is over, in its thread and when its lock is free. */
  public void afterEach(Consumer<NightResult> told) {
    listener = told;
  }

  /** Runs nights in the calling thread. */
  public NightlyRunner runner() {
    building.lock();
    try {
      if (runner == null) {
        runner = build();
      }
      return runner;
    } finally {
      building.unlock();
    }
  }

  private NightlyRunner build() {
    new NightlySchema(dataSource).batch();
    NightJournal journal = new NightJournal(dataSource, clock, settings.schedule().zone(), node);
    NightHistory history = new NightHistory(dataSource);
    NightNews news = new NightNews(notifier);
    DiskSpace disk = new DiskSpace(home, settings.minFreeGigabytes());
    NightSteps steps = new NightSteps(stages, journal, history, news, disk, home, clock);

    AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext();
    // As singletons, not as beans: the context must not close what it does not own.
    spring.getBeanFactory().registerSingleton("dataSource", dataSource);
    spring
        .getBeanFactory()
        .registerSingleton("transactionManager", new DataSourceTransactionManager(dataSource));
    spring.getBeanFactory().registerSingleton("nightSteps", steps);
    spring.register(NightlyJobConfiguration.class);
    spring.refresh();
    context = spring;

    BatchNights batch =
        new BatchNights(
            spring.getBean(JobOperator.class),
            spring.getBean(JobRepository.class),
            spring.getBean(Job.class));
    BatchRunner runs =
        new BatchRunner(
            dataSource, journal, history, scheduled, steps, batch, news, home, settings, clock);
    return new ToldNights(runs, result -> listener.accept(result));
  }

  /**
   * Runs the scheduled run of the newest night that has begun, in the calling thread: what cron
   * calls. However many call it, and whether {@link #startTrigger} runs somewhere, each night has
   * one such run.
   *
   * @throws NightlyException {@code ALREADY_TAKEN} if it has been begun before and its process has
   *     not died, {@code ALREADY_RUNNING} if a run by hand is going on
   */
  public NightResult runScheduled() {
    return runner().run(RunRequest.scheduled(settings.schedule().nightAt(clock.instant())));
  }

  /**
   * Works while no night runs, in this or another process.
   *
   * @throws NightlyException {@code ALREADY_RUNNING} if one does
   */
  public <T> T withoutNight(Supplier<T> work) {
    try (NightLock held = NightLock.take(dataSource, clock, settings.heartbeat())) {
      held.check();
      return work.get();
    }
  }

  /** Whether a night runs now, in this or another process, or something that keeps nights away. */
  public boolean goesOn() {
    return NightLock.isHeld(dataSource);
  }

  /**
   * Resumes a night that a dead process left behind, and from now on runs each night when it is
   * due; both in the background. Does nothing if the settings disable it.
   */
  public void startTrigger() {
    building.lock();
    try {
      if (settings.enabled() && quartz == null) {
        NightlySchema schema = new NightlySchema(dataSource);
        schema.quartz();
        NightlyTrigger trigger = new NightlyTrigger(this::runner, scheduled);
        quartz = QuartzClock.start(dataSource, schema.isPostgres(), trigger, settings.schedule());
        Thread.ofVirtual().name("night-resume").start(trigger::begin);
      }
    } finally {
      building.unlock();
    }
  }

  /** Stops the trigger and frees the context; a night that is running is not waited for. */
  @Override
  public void close() {
    building.lock();
    try {
      if (quartz != null) {
        quartz.close();
        quartz = null;
      }
      if (context != null) {
        context.close();
        context = null;
        runner = null;
      }
    } finally {
      building.unlock();
    }
  }
}
