package dev.nightshift.console;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The pages, and the engine that renders them. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(ThymeleafAutoConfiguration.class)
@Import({
  PageGuard.class,
  PageFrame.class,
  PageErrors.class,
  LoginPages.class,
  NightPages.class,
  TrendPages.class,
  QuestionPages.class,
  ReviewPages.class,
  AdapterPages.class,
  PlaygroundPages.class,
  GovernancePages.class,
  RunPages.class,
  SettingPages.class,
  CommandPages.class
})
class ConsoleConfiguration {}
