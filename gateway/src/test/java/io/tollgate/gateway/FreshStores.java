package io.tollgate.gateway;

import io.tollgate.testing.Stores;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Gives each application of a test run stores of its own, and the test a way to reach them. */
final class FreshStores implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext application) {
    var stores = Stores.fresh();
    application.getBeanFactory().registerSingleton("stores", stores);
    TestPropertyValues.of(stores.springProperties()).applyTo(application);
  }
}
