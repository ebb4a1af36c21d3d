package io.tollgate.gateway.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which addresses may be called. The catalogue's text is not trusted: nothing of ours is reachable
 * by writing its address into a product.
 */
final class Target {

  /** At least two labels, of which the last is no number: an IPv4 address would be. */
  private static final Pattern DOMAIN_NAME =
      Pattern.compile("([a-z0-9-]++\\.)+(?!\\d++\\.?$)[a-z0-9-]++\\.?");

  private Target() {}

  /** Throws {@link RefusedTargetException} when the address must not be called. */
  static void check(String productionUrl, boolean allowInsecure) {
    var address = parse(productionUrl);
    var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (address.getHost() == null || address.getRawUserInfo() != null) {
      throw new RefusedTargetException(productionUrl, "https, a domain name, and no user");
    }
    if (allowInsecure) {
      refuseUnless(scheme.equals("http") || scheme.equals("https"), address);
      return;
    }
    var host = address.getHost().toLowerCase(Locale.ROOT);
    refuseUnless(scheme.equals("https") && isDomainName(host), address);
  }

  private static boolean isDomainName(String host) {
    return DOMAIN_NAME.matcher(host).matches()
        && !host.equals("localhost")
        && !host.endsWith(".localhost");
  }

  private static void refuseUnless(boolean allowed, URI address) {
    if (!allowed) {
      throw new RefusedTargetException(
          address.toString(), "https and a domain name, no IP address, not this machine");
    }
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
}
