package dev.nightshift.nightly;

import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.context.annotation.Configuration;

/**
 * The repository and the operator of the council's jobs. A job is made for each harvest, in {@link
 * CouncilJob}: its partitions are that harvest's cases.
 */
@Configuration(proxyBeanMethods = false)
@EnableBatchProcessing
@EnableJdbcJobRepository
class CouncilJobConfiguration {}
