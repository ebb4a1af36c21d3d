package io.tollgate.standalone;

/** Whose stores the gateway uses: {@code tollgate.stores}. */
enum StoresMode {
  EMBEDDED,
  EXTERNAL;

  static StoresMode of(String text) {
    return switch (text) {
      case "embedded" -> EMBEDDED;
      case "external" -> EXTERNAL;
      default ->
        throw new HomeUnusableException(
            "tollgate.stores: " + text + " (expected: embedded or external)",
            "Leave --tollgate.stores away to run PostgreSQL and Redis inside, or set it to external"
                + " and give spring.r2dbc.* and spring.data.redis.*.");
    };
  }
}
