package io.tollgate.gateway.outbound;

import java.util.Optional;
import org.springframework.stereotype.Component;

/** Says of an address that somebody wants to register whether it could ever be called. */
@Component
public final class AllowedTargets {

  private final OutboundProperties properties;

  AllowedTargets(OutboundProperties properties) {
    this.properties = properties;
  }

  /** Why the address would be refused; empty where it would not. */
  public Optional<String> faultOf(String address) {
    try {
      Target.check(address, properties.allowInsecureTargets());
      return Optional.empty();
    } catch (RefusedTargetException refused) {
      return Optional.ofNullable(refused.getMessage());
    }
  }
}
