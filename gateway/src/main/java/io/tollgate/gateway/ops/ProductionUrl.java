package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Refuses what is no address at all; whether it may be called is judged again at every call. */
final class ProductionUrl {

  private ProductionUrl() {}

  static void check(String productionUrl) {
    if (!isAddress(productionUrl)) {
      throw Problem.invalid(
              "/productionUrl",
              "productionUrl: " + productionUrl + " (expected: https and a domain name)")
          .asException();
    }
  }

  private static boolean isAddress(String text) {
    try {
      var address = new URI(text);
      var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      return address.getHost() != null
          && address.getRawUserInfo() == null
          && (scheme.equals("https") || scheme.equals("http"));
    } catch (URISyntaxException notAnAddress) {
      return false;
    }
  }
}
