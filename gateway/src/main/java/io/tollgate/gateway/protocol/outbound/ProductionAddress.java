package io.tollgate.gateway.protocol.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;

/** The address of a production interface, which may have a query of its own. */
final class ProductionAddress {

  private final String base;
  private final String query;

  private ProductionAddress(String base, String query) {
    this.base = base;
    this.query = query;
  }

  static ProductionAddress of(String productionUrl) {
    var question = productionUrl.indexOf('?');
    return question < 0
        ? new ProductionAddress(productionUrl, "")
        : new ProductionAddress(
            productionUrl.substring(0, question), productionUrl.substring(question + 1));
  }

  /** The parameters that the address already has, decoded. */
  Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    for (var parameter : query.split("&", -1)) {
      var equals = parameter.indexOf('=');
      if (!parameter.isEmpty()) {
        parameters.put(
            decoded(equals < 0 ? parameter : parameter.substring(0, equals)),
            equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
      }
    }
    return parameters;
  }

  /** The address with these parameters behind its own. */
  URI with(Map<String, String> parameters) {
    var text = new StringBuilder(base).append('?').append(query);
    parameters.forEach((name, value) -> {
      if (text.charAt(text.length() - 1) != '?') {
        text.append('&');
      }
      text.append(encoded(name)).append('=').append(encoded(value));
    });
    return URI.create(text.toString());
  }

  /** The address of a path beneath. */
  URI resolve(String path) {
    var root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return URI.create(root + path + (query.isEmpty() ? "" : "?" + query));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
