package io.tollgate.gateway.ops;

import io.tollgate.gateway.outbound.DebugInterface;
import io.tollgate.gateway.outbound.DebugInterface.DebuggedCall;
import io.tollgate.metering.catalogue.Catalogue;
import io.tollgate.metering.catalogue.Product;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.CallOutcome;
import io.tollgate.metering.delivery.Generation;
import io.tollgate.metering.delivery.ProductionCall;
import io.tollgate.metering.dial.DialCall;
import io.tollgate.metering.dial.TestCase;
import io.tollgate.metering.isv.IsvStore;
import java.time.Clock;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Calls that nobody ordered, at an operator's wish or as a dial test. */
@Component
class DebugCalls implements DialCall {

  private final Catalogue catalogue;
  private final IsvStore isvs;
  private final DebugInterface isv;
  private final Clock clock;

  DebugCalls(Catalogue catalogue, IsvStore isvs, DebugInterface isv, Clock systemClock) {
    this.catalogue = catalogue;
    this.isvs = isvs;
    this.isv = isv;
    this.clock = systemClock;
  }

  /** With the sample's facts, but for those given. */
  Mono<DebuggedCall> debug(Product product, Activity activity, Map<String, Object> given) {
    return call(product, activity, given).flatMap(isv::debug);
  }

  @Override
  public Mono<CallOutcome> dial(String productCode, TestCase testCase) {
    return catalogue
        .product(productCode)
        .flatMap(product -> debug(product, testCase.activity(), testCase.members()))
        .map(DebuggedCall::outcome);
  }

  private Mono<ProductionCall> call(Product product, Activity activity, Map<String, Object> given) {
    var facts = SampleFacts.of(activity, clock.instant(), given);
    return isvs.find(product.isvNo())
        .map(owner -> new ProductionCall(
            0,
            1,
            activity,
            Generation.valueOf(product.terms().interfaceVersion().name()),
            product.isvNo(),
            product.productionUrl(),
            ClientSecret.encrypted(facts, owner)));
  }
}
