package io.tollgate.gateway.stop;

import java.time.Duration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;

/** When each step of {@link Draining} is taken: around the server's own graceful shutdown. */
@Configuration(proxyBeanMethods = false)
class DrainingSteps {

  /** No request takes longer; with the server's own wait, far below the 30 s of a whole stop. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  @Bean
  SmartLifecycle closingConnections(Draining draining) {
    return new Step(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1) {
      @Override
      public void start() {
        super.start();
        draining.serve();
      }

      @Override
      public void stop(Runnable done) {
        stop();
        draining.closeConnections();
        done.run();
      }
    };
  }

  @Bean
  SmartLifecycle refusingRequests(Draining draining) {
    return new Step(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 1) {
      @Override
      public void stop(Runnable done) {
        stop();
        draining.refuse();
        Flux.interval(Duration.ZERO, LOOK_EVERY)
            .takeUntil(look -> draining.isDone())
            .take(LONGEST)
            .doFinally(end -> done.run())
            .subscribe();
      }
    };
  }

  /** One that runs from start to stop, in its place among the others. */
  private abstract static class Step implements SmartLifecycle {

    private final int phase;
    private volatile boolean running;

    Step(int phase) {
      this.phase = phase;
    }

    @Override
    public void start() {
      running = true;
    }

    @Override
    public void stop() {
      running = false;
    }

    @Override
    public boolean isRunning() {
      return running;
    }

    @Override
    public int getPhase() {
      return phase;
    }
  }
}
