package io.tollgate.gateway.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.metering.catalogue.ListedSku;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Shows a specification with the members it was created with, and no others of its kind. */
@Component
final class SkuAnswers {

  private final JsonMapper json;

  SkuAnswers(JsonMapper json) {
    this.json = json.rebuild()
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .build();
  }

  ObjectNode of(String productCode, ListedSku sku) {
    ObjectNode answer = json.valueToTree(sku.definition());
    answer.put("productCode", productCode);
    answer.put("createdAt", sku.createdAt().toString());
    return answer;
  }
}
