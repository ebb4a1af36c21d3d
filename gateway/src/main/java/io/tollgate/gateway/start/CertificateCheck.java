package io.tollgate.gateway.start;

import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Looks for a certificate before anything is started, so that the answer comes at once. */
@Configuration(proxyBeanMethods = false)
class CertificateCheck {

  @Bean
  static BeanFactoryPostProcessor certificateIsThere(Environment environment) {
    return beans -> {
      var isOn = environment.getProperty("server.ssl.enabled", boolean.class, false);
      if (isOn && !hasCertificate(environment)) {
        throw new MissingCertificateException();
      }
    };
  }

  private static boolean hasCertificate(Environment environment) {
    return Stream.of("server.ssl.bundle", "server.ssl.certificate", "server.ssl.key-store")
        .anyMatch(environment::containsProperty);
  }
}
