package dev.nightshift.nightly;

import java.util.Properties;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.impl.jdbcjobstore.StdJDBCDelegate;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/**
 * Wakes the {@link NightlyTrigger} at the time of the night and every half hour.
 *
 * <p>Quartz keeps both of its triggers in the database, gives each firing to one of the instances
 * that share it, and makes up once for firings missed while none ran. Whether a night is due is not
 * left to it: where the clock is set forward over the time of the night it fires an hour late,
 * where it is set back it may fire twice, and a firing during another run finds the lock taken. The
 * half-hourly look makes up for all of that.
 */
final class QuartzClock implements AutoCloseable {
  static final String EVERY_HALF_HOUR = "0 0/30 * * * ?";
  private static final JobKey LOOK = new JobKey("look", "nightly");

  private final SchedulerFactoryBean factory;

  private QuartzClock(SchedulerFactoryBean factory) {
    this.factory = factory;
  }

  /** Starts Quartz on tables that exist. */
  static QuartzClock start(
      DataSource dataSource, boolean postgres, NightlyTrigger trigger, NightSchedule schedule) {
    SchedulerFactoryBean factory = new SchedulerFactoryBean();
    factory.setSchedulerName("nightshift");
    factory.setDataSource(dataSource);
    factory.setQuartzProperties(properties(postgres));
    factory.setJobFactory((fired, scheduler) -> new Look(trigger));
    factory.setExposeSchedulerInRepository(false);
    try {
      factory.afterPropertiesSet();
      Scheduler scheduler = factory.getScheduler();
      scheduler.addJob(
          JobBuilder.newJob(Look.class).withIdentity(LOOK).storeDurably().build(), true);
      keep(scheduler, atNight(schedule));
      keep(scheduler, cron("half-hourly", EVERY_HALF_HOUR, TimeZone.getTimeZone("UTC")));
      factory.start();
      return new QuartzClock(factory);
    } catch (Exception e) {
      throw new NightlyException(
          NightlyException.Code.INFRASTRUCTURE, "The nightly trigger cannot be started.", e);
    }
  }

  private static Properties properties(boolean postgres) {
    Class<?> delegate = postgres ? PostgreSQLDelegate.class : StdJDBCDelegate.class;
    Properties properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceId", "AUTO");
    properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    properties.setProperty("org.quartz.threadPool.threadCount", "1");
    properties.setProperty("org.quartz.jobStore.isClustered", "true");
    properties.setProperty("org.quartz.jobStore.clusterCheckinInterval", "20000");
    properties.setProperty("org.quartz.jobStore.driverDelegateClass", delegate.getName());
    return properties;
  }

  /** The firing at the time of the night. */
  static CronTrigger atNight(NightSchedule schedule) {
    String expression =
        schedule.at().getSecond()
            + " "
            + schedule.at().getMinute()
            + " "
            + schedule.at().getHour()
            + " * * ?";
    return cron("at-night", expression, TimeZone.getTimeZone(schedule.zone()));
  }

  private static CronTrigger cron(String name, String expression, TimeZone zone) {
    return TriggerBuilder.newTrigger()
        .withIdentity(name, LOOK.getGroup())
        .forJob(LOOK)
        .withSchedule(
            CronScheduleBuilder.cronSchedule(expression)
                .inTimeZone(zone)
                .withMisfireHandlingInstructionFireAndProceed())
        .build();
  }

  /** Stores a trigger unless it is stored as it is: storing it anew would forget missed firings. */
  private static void keep(Scheduler scheduler, CronTrigger wanted) throws SchedulerException {
    TriggerKey key = wanted.getKey();
    boolean same =
        scheduler.getTrigger(key) instanceof CronTrigger stored
            && stored.getCronExpression().equals(wanted.getCronExpression())
            && stored.getTimeZone().equals(wanted.getTimeZone());
    if (!same && scheduler.checkExists(key)) {
      scheduler.rescheduleJob(key, wanted);
    } else if (!same) {
      scheduler.scheduleJob(wanted);
    }
  }

  @Override
  public void close() {
    try {
      factory.destroy();
    } catch (SchedulerException e) {
      throw new NightlyException(
          NightlyException.Code.INFRASTRUCTURE, "The nightly trigger cannot be stopped.", e);
    }
  }

  /** What Quartz runs. */
  @DisallowConcurrentExecution
  static final class Look implements Job {
    private final NightlyTrigger trigger;

    Look(NightlyTrigger trigger) {
      this.trigger = trigger;
    }

    @Override
    public void execute(JobExecutionContext context) {
      trigger.wake();
    }
  }
}
