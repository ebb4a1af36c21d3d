package io.tollgate.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration;

/**
 * The gateway as a program: every face on one port, the actuator on another.
 *
 * <p>Redis commands are timed by Lettuce's own metrics; an observation of each, on top, would cost
 * more than the command.
 */
@SpringBootApplication(
    scanBasePackages = {"io.tollgate.metering", "io.tollgate.gateway"},
    exclude = LettuceObservationAutoConfiguration.class,
    proxyBeanMethods = false)
@ConfigurationPropertiesScan({"io.tollgate.metering", "io.tollgate.gateway"})
public class GatewayApplication {

  /** Starts the gateway and leaves it running until it is told to stop. */
  public static void main(String[] args) {
    SpringApplication.run(GatewayApplication.class, args);
    exitCleanlyWhenStopped();
  }

  /**
   * Makes an ordered stop exit with 0. A JVM that ends by SIGTERM answers 143 even when every
   * request was finished; what runs us reads that as a crash.
   */
  public static void exitCleanlyWhenStopped() {
    SpringApplication.getShutdownHandlers().add(() -> Runtime.getRuntime().halt(0));
  }
}
