package dev.nightshift.nightly;

import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The nightly job, top to bottom. What each step does is in {@link NightSteps}.
 *
 * <p>The steps have no transaction of their own: they take from seconds to hours, and a connection
 * held for so long would block others. Each store commits what it writes.
 */
@Configuration(proxyBeanMethods = false)
@EnableBatchProcessing
@EnableJdbcJobRepository
class NightlyJobConfiguration {
  static final String JOB = "nightly";

  /** The identifying job parameter: {@link Night#key()}. */
  static final String RUN = "run";

  private final JobRepository repository;

  NightlyJobConfiguration(JobRepository repository) {
    this.repository = repository;
  }

  @Bean
  Job nightly(NightSteps night) {
    Step preflight = step("preflight", night::preflight);
    Step harvest = step("harvest", night::harvest);
    Step train = step("train", night::train);
    Step gate = step("gate", night::gate);
    Step deploy = step("deploy", night::deploy);
    Step validate = step("validate", night::validate);
    Step cleanUp = step("cleanUp", night::cleanUp);

    String completed = StepExit.COMPLETED.name();
    return new JobBuilder(JOB, repository)
        .start(preflight)
        .next(harvest)
        .next(train)
        .on(StepExit.SKIPPED.name())
        .to(validate)
        .from(train)
        .on(completed)
        .to(gate)
        .on(StepExit.REJECTED.name())
        .to(validate)
        .from(gate)
        .on(completed)
        .to(deploy) // swaps the adapter in, watches it, takes it back if it is worse
        .on(completed)
        .to(validate)
        .on(completed)
        .to(cleanUp)
        .end()
        .build();
  }

  private Step step(String name, NightSteps.Body body) {
    Tasklet tasklet =
        (contribution, chunk) -> {
          String key =
              String.valueOf(chunk.getStepContext().getJobParameters().getOrDefault(RUN, ""));
          StepExit exit = body.run(key);
          contribution.setExitStatus(exit.status());
          return RepeatStatus.FINISHED;
        };
    return new StepBuilder(name, repository).tasklet(tasklet).build();
  }
}
