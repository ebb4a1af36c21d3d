package io.tollgate.gateway.isv.license;

import io.tollgate.gateway.isv.IsvFaceIT;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A test of the licence calls: licences that were sold, and bodies that name them. */
abstract class LicenseFaceIT extends IsvFaceIT {

  static final String ACTIVATE = "/api/mkp-openapi-public/global/v1/license/activate";
  static final String ACTIVATE_BATCH = "/api/mkp-openapi-public/global/v2/license/activate";
  static final String HEARTBEAT = "/api/mkp-openapi-public/global/v1/license/heartbeat";
  static final String HEARTBEAT_BATCH = "/api/mkp-openapi-public/global/v2/license/heartbeat";
  static final List<String> PATHS = List.of(ACTIVATE, ACTIVATE_BATCH, HEARTBEAT, HEARTBEAT_BATCH);

  static final String JSON_TYPE = "application/json";

  /** A licence that its customer has, and nobody activated yet; its code. */
  final String license(Seller seller) throws SQLException {
    return licenses(seller, 1, Map.of()).getFirst();
  }

  /** A licence of a supervised service, whose customer does not have the code yet. */
  final String supervised(Seller seller) throws SQLException {
    return licenses(seller, 1, Map.of("supervised", true)).getFirst();
  }

  final List<String> licenses(Seller seller, int count, Map<String, Object> terms)
      throws SQLException {
    var members = new HashMap<String, Object>(terms);
    members.put("delivery", "LICENSE");
    var order = order(monthly(product(seller, members)), Map.of("quantity", count));
    return read("/ops/v1/orders/" + order.get("orderId").asString())
        .get("instances")
        .valueStream()
        .map(instance -> instance.get("instanceId").asString())
        .toList();
  }

  static String named(String license) {
    return "{\"license\":\"" + license + "\"}";
  }

  static String activation(String code, String realEffectTime) {
    return "{\"license\":\"%s\",\"real_effect_time\":\"%s\"}".formatted(code, realEffectTime);
  }
}
