package io.tollgate.metering.instance;

import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.InstanceState;
import io.tollgate.rules.instance.InstanceState.Active;
import io.tollgate.rules.instance.InstanceState.Failed;
import io.tollgate.rules.instance.InstanceState.Frozen;
import io.tollgate.rules.instance.InstanceState.Provisioning;
import io.tollgate.rules.instance.InstanceState.Released;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/** States as they are written in tables and answers. */
public final class StateNames {

  private StateNames() {}

  public static String of(InstanceState state) {
    return switch (state) {
      case Provisioning provisioning -> "PROVISIONING";
      case Active active -> "ACTIVE";
      case Frozen frozen -> "FROZEN";
      case Released released -> "RELEASED";
      case Failed failed -> "FAILED";
    };
  }

  /** The reasons of a frozen state; none for any other. */
  public static List<String> freezeReasons(InstanceState state) {
    return state instanceof Frozen frozen
        ? frozen.reasons().stream().map(Enum::name).toList()
        : List.of();
  }

  public static InstanceState read(String name, String[] freezeReasons) {
    return switch (name) {
      case "PROVISIONING" -> new Provisioning();
      case "ACTIVE" -> new Active();
      case "FROZEN" -> new Frozen(reasons(freezeReasons));
      case "RELEASED" -> new Released();
      case "FAILED" -> new Failed();
      default ->
        throw new IllegalArgumentException("state: " + name + " (expected: one of the schema)");
    };
  }

  private static EnumSet<FreezeReason> reasons(String[] names) {
    var reasons = EnumSet.noneOf(FreezeReason.class);
    Arrays.stream(names).map(FreezeReason::valueOf).forEach(reasons::add);
    return reasons;
  }
}
