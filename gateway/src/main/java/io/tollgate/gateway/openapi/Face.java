package io.tollgate.gateway.openapi;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A side of the gateway that is described in a document of its own. */
enum Face {
  OPS(
      "/ops/",
      "Operator side",
      "ISVs, catalogue, customers, orders, instances, deliveries. Role OPERATOR; AUDITOR may GET."),
  BILLING(
      "/billing/",
      "Billing side",
      "Feeds, journal, statements, reconciliation. Role BILLING; AUDITOR may GET."),
  ISV(
      "/isv/",
      "ISV side, our additions",
      "An ISV's own records, limits and deliveries. Signed with AK/SK (SDK-HMAC-SHA256).");

  private final String prefix;
  private final String title;
  private final String description;

  Face(String prefix, String title, String description) {
    this.prefix = prefix;
    this.title = title;
    this.description = description;
  }

  static Optional<Face> ofName(String name) {
    return Arrays.stream(values()).filter(face -> face.fileName().equals(name)).findFirst();
  }

  /** The name of its document, without the ending. */
  String fileName() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean serves(String path) {
    return path.startsWith(prefix);
  }

  String title() {
    return title;
  }

  String description() {
    return description;
  }

  /** What a caller proves itself with. */
  Map<String, Object> securityScheme() {
    return switch (this) {
      case OPS, BILLING -> Map.of("type", "http", "scheme", "bearer");
      case ISV -> Map.of("type", "apiKey", "in", "header", "name", "Authorization");
    };
  }
}
