package io.tollgate.metering.feed.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** The conditions of one query: only what is asked for is in its text, so that indexes serve. */
final class Conditions {

  private final StringBuilder sql;
  private final Map<String, Object> values = new LinkedHashMap<>();

  private Conditions(String select) {
    this.sql = new StringBuilder(select);
  }

  /** Starts from a query that ends in its WHERE clause. */
  static Conditions on(String select) {
    return new Conditions(select);
  }

  /** A value that the query names already. */
  Conditions with(String name, Object value) {
    values.put(name, value);
    return this;
  }

  /** Adds {@code condition}, which names {@code name}, unless the value is null. */
  Conditions and(String condition, String name, @Nullable Object value) {
    if (value != null) {
      sql.append(" AND ").append(condition);
      values.put(name, value);
    }
    return this;
  }

  GenericExecuteSpec ordered(DatabaseClient database, String orderAndLimit) {
    var query = database.sql(sql + " " + orderAndLimit);
    for (var value : values.entrySet()) {
      query = query.bind(value.getKey(), value.getValue());
    }
    return query;
  }
}
