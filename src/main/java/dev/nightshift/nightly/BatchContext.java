package dev.nightshift.nightly;

import javax.sql.DataSource;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Spring Batch on a database, for jobs that are made by hand. The data source stays open. */
final class BatchContext implements AutoCloseable {
  private final AnnotationConfigApplicationContext context;

  BatchContext(DataSource dataSource) {
    new NightlySchema(dataSource).batch();
    context = new AnnotationConfigApplicationContext();
    // As singletons, not as beans: the context must not close what it does not own.
    context.getBeanFactory().registerSingleton("dataSource", dataSource);
    context
        .getBeanFactory()
        .registerSingleton("transactionManager", new DataSourceTransactionManager(dataSource));
    context.register(CouncilJobConfiguration.class);
    context.refresh();
  }

  JobRepository repository() {
    return context.getBean(JobRepository.class);
  }

  JobOperator operator() {
    return context.getBean(JobOperator.class);
  }

  @Override
  public void close() {
    context.close();
  }
}
