package dev.nightshift.nightly;

import dev.nightshift.harvest.HarvestException;
import dev.nightshift.workers.Partition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * The partitioned job of one harvest: Batch makes a step execution of each partition and says at
 * the end how they came out; who executes them is the handler's to see to.
 *
 * <p>Each giving out is a job of its own. A job whose process was killed is not restarted but
 * removed: what was decided is not in it.
 */
final class CouncilJob {
  static final String NAME = "council";

  /** Name of the partitions' step: {@code decide:12} is the twelfth. */
  static final String PARTITION = "decide";

  private static final Logger log = LoggerFactory.getLogger(CouncilJob.class);
  private static final String NODE = "node";
  private static final String GENERATION = "generation";
  private static final String NUMBER = "number";

  private final JobOperator operator;
  private final JobRepository repository;
  private final String node;

  CouncilJob(JobOperator operator, JobRepository repository, String node) {
    this.operator = operator;
    this.repository = repository;
    this.node = node;
  }

  /** Sees to it that given partitions are executed. */
  @FunctionalInterface
  interface Handler {
    /** Returns when all of them are done. */
    void handle(List<Partition> partitions) throws Exception;
  }

  /**
   * Runs the job in the calling thread. What the handler throws is thrown on.
   *
   * @param parts names of the cases of each partition
   */
  void run(String generation, List<List<String>> parts, Handler handler) {
    List<Exception> thrown = new ArrayList<>();
    boolean[] interrupted = {false};
    PartitionHandler all =
        (splitter, manager) -> {
          Collection<StepExecution> executions = splitter.split(manager, parts.size());
          try {
            handler.handle(partitions(executions, parts));
          } catch (Exception e) {
            // What follows writes to the database, which an interrupted thread must not.
            interrupted[0] = Thread.interrupted() || e instanceof InterruptedException;
            thrown.add(e);
            throw new JobInterruptedException(String.valueOf(e.getMessage()));
          }
          return executions.stream().map(one -> repository.getStepExecution(one.getId())).toList();
        };
    Step step =
        new StepBuilder(NAME, repository)
            .partitioner(PARTITION, partitioner(parts.size()))
            .partitionHandler(all)
            .gridSize(parts.size())
            .build();
    Job job = new JobBuilder(NAME, repository).start(step).build();
    JobParameters parameters =
        new JobParametersBuilder()
            .addString(NODE, node)
            .addString(GENERATION, generation)
            .toJobParameters();
    try {
      JobExecution execution = operator.start(job, parameters);
      if (thrown.isEmpty() && execution.getStatus() != BatchStatus.COMPLETED) {
        // The cases are decided, which alone matters.
        log.warn("Batch says of the council's job: {}", execution.getAllFailureExceptions());
      }
    } catch (Exception e) {
      throw new NightlyException(
          NightlyException.Code.INFRASTRUCTURE,
          "The council's job could not be run: " + e.getMessage(),
          e);
    }
    if (interrupted[0]) {
      Thread.currentThread().interrupt();
    }
    if (!thrown.isEmpty()) {
      throw rethrown(thrown.getFirst());
    }
  }

  private static RuntimeException rethrown(Exception e) {
    if (e instanceof InterruptedException) {
      return new HarvestException(
          HarvestException.Code.CANCELLED,
          "the harvest was interrupted while its questions were decided",
          e);
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }

  private static Partitioner partitioner(int count) {
    return grid -> {
      Map<String, ExecutionContext> contexts = new LinkedHashMap<>();
      for (int number = 0; number < count; number++) {
        ExecutionContext context = new ExecutionContext();
        context.putInt(NUMBER, number);
        contexts.put(String.valueOf(number + 1), context);
      }
      return contexts;
    };
  }

  private static List<Partition> partitions(
      Collection<StepExecution> executions, List<List<String>> parts) {
    return executions.stream()
        .map(
            execution -> {
              int number = execution.getExecutionContext().getInt(NUMBER);
              return new Partition(number, execution.getId(), parts.get(number));
            })
        .toList();
  }

  /** Removes the jobs of this node that are over, or were cut off. */
  void removeOld() {
    for (JobInstance instance : repository.findJobInstances(NAME)) {
      JobExecution last = repository.getLastJobExecution(instance);
      // One without an execution may be another node's that begins at this moment.
      if (last != null && node.equals(last.getJobParameters().getString(NODE))) {
        repository.deleteJobInstance(instance);
      }
    }
  }
}
