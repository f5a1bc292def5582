package dev.nightshift.nightly;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobInstanceAlreadyCompleteException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * The nightly job as Spring Batch sees it: one job instance for each run of a night, one execution
 * for each time the run was begun or carried on.
 *
 * @param operator starts executions
 * @param repository knows past ones
 * @param job the nightly job
 */
record BatchNights(JobOperator operator, JobRepository repository, Job job) {

  /** How an execution ended. */
  record Ended(long execution, boolean completed, String failure) {}

  /** Runs what is left of a night. The caller holds the lock: nobody else runs it. */
  Ended carryOn(Night night) {
    JobParameters parameters = parameters(night.key());
    buryTheDead(parameters);
    try {
      return ended(operator.start(job, parameters));
    } catch (JobInstanceAlreadyCompleteException e) {
      // Killed between the end of the job and the end of the run.
      return new Ended(0, true, "");
    } catch (Exception e) {
      throw new NightlyException(
          NightlyException.Code.INFRASTRUCTURE,
          "Night " + night.key() + " could not be carried on: " + e.getMessage(),
          e);
    }
  }

  /** Removes a run with all its executions; nothing happens when it is not there. */
  void forget(String key) {
    JobInstance instance = repository.getJobInstance(job.getName(), parameters(key));
    if (instance != null) {
      repository.deleteJobInstance(instance);
    }
  }

  private static JobParameters parameters(String key) {
    return new JobParametersBuilder().addString(NightlyJobConfiguration.RUN, key).toJobParameters();
  }

  /**
   * Marks as failed what a killed process left running, so that it can be restarted.
   *
   * <p>Not with {@code JobOperator.recover}: that leaves out executions and steps of unknown
   * status, which a lost database connection makes, and an instance killed before its first
   * execution.
   */
  private void buryTheDead(JobParameters parameters) {
    JobInstance instance = repository.getJobInstance(job.getName(), parameters);
    if (instance == null) {
      return;
    }
    List<JobExecution> executions = repository.getJobExecutions(instance);
    if (executions.isEmpty()) {
      repository.deleteJobInstance(instance);
    }
    for (JobExecution execution : executions) {
      for (StepExecution step : execution.getStepExecutions()) {
        if (isOpen(step.getStatus())) {
          step.setStatus(BatchStatus.FAILED);
          step.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
          repository.update(step);
        }
      }
      if (isOpen(execution.getStatus())) {
        execution.setStatus(BatchStatus.FAILED);
        execution.setEndTime(LocalDateTime.now(ZoneId.systemDefault()));
        repository.update(execution);
      }
    }
  }

  private static boolean isOpen(BatchStatus status) {
    return status.isRunning() || status == BatchStatus.UNKNOWN;
  }

  private static Ended ended(JobExecution execution) {
    boolean completed = execution.getStatus() == BatchStatus.COMPLETED;
    return new Ended(execution.getId(), completed, completed ? "" : failureOf(execution));
  }

  private static String failureOf(JobExecution execution) {
    for (StepExecution step : execution.getStepExecutions()) {
      for (Throwable failure : step.getFailureExceptions()) {
        String message = failure.getMessage();
        return "Step "
            + step.getStepName()
            + ": "
            + (message == null || message.isBlank() ? failure.toString() : message);
      }
    }
    return "The job ended with status " + execution.getStatus() + ".";
  }
}
