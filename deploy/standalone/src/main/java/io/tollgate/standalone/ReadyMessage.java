package io.tollgate.standalone;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Tells whoever started the gateway by hand where it is and how to get in. */
final class ReadyMessage implements ApplicationListener<ApplicationReadyEvent> {

  @Override
  public void onApplicationEvent(ApplicationReadyEvent event) {
    System.out.print(text(event.getApplicationContext().getEnvironment()));
    System.out.flush();
  }

  static String text(Environment environment) {
    var home = Home.at(environment.getProperty("tollgate.home", ".tollgate"));
    var scheme =
        environment.getProperty("server.ssl.enabled", Boolean.class, true) ? "https" : "http";
    return """

        Tollgate is ready.
          ISVs, billing, operators   %s://localhost:%s
          health and metrics         http://localhost:%s/actuator
          tokens                     %s/{%s}
          certificate                %s/tls/certificate.pem
          data and logs              %s

        """.formatted(
            scheme,
            environment.getProperty("local.server.port", "8443"),
            environment.getProperty("local.management.port", "9443"),
            home.tokens(),
            String.join(",", Home.ROLES),
            home.folder(),
            home.folder());
  }
}
