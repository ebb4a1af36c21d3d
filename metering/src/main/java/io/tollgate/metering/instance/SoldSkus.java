package io.tollgate.metering.instance;

import io.tollgate.rules.catalogue.Sku;
import reactor.core.publisher.Mono;

/** The specifications that instances were sold under, as the billing rules read them. */
public interface SoldSkus {

  Mono<Sku> sku(int skuNo);
}
