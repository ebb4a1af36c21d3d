package io.tollgate.gateway.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address that may be called. The catalogue's text is not trusted: nothing of ours is reachable
 * by writing its address into a product.
 */
record Target(URI address) {

  private static final Pattern DOMAIN_NAME =
      Pattern.compile("(?!\\d+$)[a-z0-9-]++(\\.[a-z0-9-]++)*+\\.(?!\\d+$)[a-z0-9-]++\\.?");

  /** @throws RefusedTargetException when the address must not be called */
  static Target of(String productionUrl, boolean allowInsecure) {
    var address = parse(productionUrl);
    var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (address.getHost() == null || address.getRawUserInfo() != null) {
      throw new RefusedTargetException(productionUrl, "https, a domain name, and no user");
    }
    if (allowInsecure) {
      return allowed(address, scheme.equals("http") || scheme.equals("https"));
    }
    var host = address.getHost().toLowerCase(Locale.ROOT);
    return allowed(address, scheme.equals("https") && isDomainName(host));
  }

  private static boolean isDomainName(String host) {
    return DOMAIN_NAME.matcher(host).matches()
        && !host.equals("localhost")
        && !host.endsWith(".localhost");
  }

  private static Target allowed(URI address, boolean allowed) {
    if (!allowed) {
      throw new RefusedTargetException(
          address.toString(), "https and a domain name, no IP address, not this machine");
    }
    return new Target(address);
  }

  private static URI parse(String productionUrl) {
    try {
      return new URI(productionUrl);
    } catch (URISyntaxException notAnAddress) {
      throw new RefusedTargetException(productionUrl, "a URL");
    }
  }

  /** A name may resolve to what an address may not name. */
  static void refuseInside(SocketAddress resolved) {
    if (resolved instanceof InetSocketAddress internet
        && internet.getAddress() != null
        && isInside(internet.getAddress())) {
      throw new RefusedTargetException(
          internet.getHostString(), "a name that does not resolve to this machine or its link");
    }
  }

  private static boolean isInside(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress();
  }

  /** The address with parameters added to whatever query it has. */
  URI withQuery(String query) {
    var text = address.toString();
    var fragment = text.indexOf('#');
    var base = fragment < 0 ? text : text.substring(0, fragment);
    return URI.create(base + (address.getRawQuery() == null ? "?" : "&") + query);
  }

  /** The address with a path of the kit interface under it. */
  URI withPath(String path) {
    var base = address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
    return URI.create(
        base.endsWith("/") ? base.substring(0, base.length() - 1) + path : base + path);
  }
}
