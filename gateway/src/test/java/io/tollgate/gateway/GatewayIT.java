package io.tollgate.gateway;

import io.tollgate.testing.Stores;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * A test against the real gateway over plain HTTP, on stores and a clock of its own.
 *
 * <p>Classes with the same properties share one running gateway, so a test names what it creates
 * with {@link Names} and reckons from the present of the test clock. A class that needs a world to
 * itself says so: {@code @TestPropertySource(properties = "test.world=MyIT")}.
 */
@SpringBootTest(
    classes = GatewayApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "server.ssl.enabled=false",
      "management.server.port=0",
      "tollgate.clock=test",
      "tollgate.outbound.allow-insecure-targets=true",
      "tollgate.tokens.operator=" + GatewayIT.OPERATOR_TOKEN,
      "tollgate.tokens.billing=" + GatewayIT.BILLING_TOKEN,
      "tollgate.tokens.auditor=" + GatewayIT.AUDITOR_TOKEN,
      "tollgate.master-key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    })
@ContextConfiguration(initializers = FreshStores.class)
public abstract class GatewayIT {

  protected static final String OPERATOR_TOKEN = "operator-token";
  protected static final String BILLING_TOKEN = "billing-token";
  protected static final String AUDITOR_TOKEN = "auditor-token";

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int ANSWER_SIZE_BYTES = 16 << 20;

  /** The database and the Redis of this application, to look into and to break. */
  @Autowired
  protected Stores stores;

  @LocalServerPort
  private int port;

  @LocalManagementPort
  private int managementPort;

  /** Where the gateway answers, without a slash at the end. */
  protected final String address() {
    return "http://localhost:" + port;
  }

  /** A caller without any proof, as an ISV's system is until it signs. */
  protected final WebTestClient anyone() {
    return client(address()).build();
  }

  protected final WebTestClient operator() {
    return withToken(OPERATOR_TOKEN);
  }

  protected final WebTestClient billing() {
    return withToken(BILLING_TOKEN);
  }

  protected final WebTestClient auditor() {
    return withToken(AUDITOR_TOKEN);
  }

  protected final WebTestClient withToken(String token) {
    return client(address())
        .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token)
        .build();
  }

  protected final WebTestClient management() {
    return client("http://localhost:" + managementPort).build();
  }

  private static WebTestClient.Builder client(String address) {
    return WebTestClient.bindToServer()
        .baseUrl(address)
        .responseTimeout(ANSWER_TIMEOUT)
        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(ANSWER_SIZE_BYTES));
  }
}
