package brokenfixture.memory;

import ai.djl.Device;
import ai.onnxruntime.OrtEnvironment;
import brokenfixture.serving.LuceneReply;
import dev.langchain4j.data.message.UserMessage;
import io.opentelemetry.api.trace.Span;
import jakarta.servlet.ServletRequest;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RestController;
import picocli.CommandLine;

/** Breaks: its name, a cycle with serving, rows left open, and every fence but Lucene's. */
@RestController
public class StoreManager {
  @Nullable LuceneReply reply;
  @Nullable Device device;
  @Nullable OrtEnvironment environment;
  @Nullable FloatVector vector;
  @Nullable UserMessage message;
  @Nullable ServletRequest request;
  @Nullable Job job;
  @Nullable JobExecution execution;
  @Nullable ApplicationContext context;
  @Nullable CommandLine commandLine;
  @Nullable ObjectId objectId;
  @Nullable Span span;

  /** Uses what it has. */
  public String use() {
    return ""
        + reply
        + device
        + environment
        + vector
        + message
        + request
        + job
        + execution
        + context
        + commandLine
        + objectId
        + span;
  }

  /** Keeps a connection. */
  public Optional<String> first(JdbcClient jdbc) {
    return jdbc.sql("select 1").query(String.class).stream().findFirst();
  }
}
