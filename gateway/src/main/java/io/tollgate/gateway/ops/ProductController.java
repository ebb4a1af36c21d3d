package io.tollgate.gateway.ops;

import io.tollgate.gateway.ops.ProductRequests.Change;
import io.tollgate.gateway.ops.ProductRequests.Create;
import io.tollgate.gateway.ops.ProductRequests.ProductAnswer;
import io.tollgate.gateway.outbound.AllowedTargets;
import io.tollgate.gateway.page.Page;
import io.tollgate.gateway.page.PageQuery;
import io.tollgate.gateway.problem.FieldFault;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.catalogue.AddedProduct;
import io.tollgate.metering.catalogue.AddedSku;
import io.tollgate.metering.catalogue.Catalogue;
import io.tollgate.metering.catalogue.Product;
import io.tollgate.rules.catalogue.Fault;
import io.tollgate.rules.catalogue.SkuDefinition;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Products and their specifications (contract 3.2). */
@RestController
@RequestMapping("/ops/v1/products")
class ProductController {

  private final Catalogue catalogue;
  private final SkuAnswers skuAnswers;
  private final AllowedTargets allowed;

  ProductController(Catalogue catalogue, SkuAnswers skuAnswers, AllowedTargets allowed) {
    this.catalogue = catalogue;
    this.skuAnswers = skuAnswers;
    this.allowed = allowed;
  }

  @PostMapping
  Mono<ResponseEntity<ProductAnswer>> create(@Valid @RequestBody Create request) {
    allowed.faultOf(request.productionUrl()).ifPresent(fault -> {
      throw Problem.invalid("/productionUrl", fault).asException();
    });
    return catalogue.addProduct(request.product()).map(outcome -> switch (outcome) {
      case AddedProduct.Added(var product) ->
        ResponseEntity.created(at(product.productCode())).body(ProductAnswer.of(product));
      case AddedProduct.UnknownIsv(var isvId) ->
        throw Problem.unprocessable(List.of(new FieldFault(
                "/isvId", "isvId: " + isvId + " (expected: a registered ISV; register it first)")))
            .asException();
      case AddedProduct.ProductCodeTaken(var code) ->
        throw Problem.conflict("productCode: " + code + " (expected: one that is not taken)")
            .asException();
    });
  }

  @GetMapping
  Mono<Page<ProductAnswer>> list(PageQuery page) {
    return catalogue
        .products(page.after(), page.fetchLimit())
        .map(products -> Page.of(products, page, Product::productNo).map(ProductAnswer::of));
  }

  @GetMapping("/{productCode}")
  Mono<ProductAnswer> read(@PathVariable String productCode) {
    return product(productCode).map(ProductAnswer::of);
  }

  @PatchMapping("/{productCode}")
  Mono<ProductAnswer> change(@PathVariable String productCode, @Valid @RequestBody Change request) {
    return catalogue
        .setState(productCode, request.state())
        .map(ProductAnswer::of)
        .switchIfEmpty(unknownProduct(productCode));
  }

  @PostMapping("/{productCode}/skus")
  Mono<ResponseEntity<ObjectNode>> addSku(
      @PathVariable String productCode, @RequestBody SkuDefinition definition) {
    return catalogue
        .addSku(productCode, definition)
        .map(outcome -> switch (outcome) {
          case AddedSku.Added(var sku) ->
            ResponseEntity.created(at(productCode + "/skus/" + sku.sku().skuCode()))
                .body(skuAnswers.of(productCode, sku));
          case AddedSku.Faulty(var faults) -> throw faulty(faults).asException();
          case AddedSku.SkuCodeTaken(var code) ->
            throw Problem.conflict("skuCode: " + code + " (expected: one that is not taken)")
                .asException();
          case AddedSku.ProductIdsTaken(var productIds) ->
            throw Problem.conflict(
                    "productId: " + productIds + " (expected: ones that no other sku sells)")
                .asException();
        })
        .switchIfEmpty(unknownProduct(productCode));
  }

  @GetMapping("/{productCode}/skus")
  Mono<Page<ObjectNode>> skus(@PathVariable String productCode) {
    return product(productCode)
        .flatMap(product -> catalogue.skus(product.productNo()))
        .map(skus -> new Page<>(
            skus.stream().map(sku -> skuAnswers.of(productCode, sku)).toList(), null, false));
  }

  private Mono<Product> product(String productCode) {
    return catalogue.product(productCode).switchIfEmpty(unknownProduct(productCode));
  }

  private static Problem faulty(List<Fault> faults) {
    return Problem.unprocessable(faults.stream()
        .map(fault -> new FieldFault(fault.pointer(), fault.detail()))
        .toList());
  }

  private static URI at(String path) {
    return URI.create("/ops/v1/products/" + path);
  }

  private static <T> Mono<T> unknownProduct(String productCode) {
    return Mono.error(() -> Problem.notFound("product", productCode).asException());
  }
}
