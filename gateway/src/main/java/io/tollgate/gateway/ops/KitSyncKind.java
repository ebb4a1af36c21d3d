package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.FieldFault;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.delivery.Activity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The five kit syncs, with what the protocol asks of their payloads. */
enum KitSyncKind {
  TENANT(Activity.TENANT_SYNC) {
    @Override
    void check(Payload payload) {
      payload.text("tenantId", 64).text("tenantCode", 64).text("name", 255);
      payload.text("domainName", 255).flag(2);
    }
  },
  APPLICATION(Activity.APPLICATION_SYNC) {
    @Override
    void check(Payload payload) {
      payload.text("tenantId", 64).text("appId", 64).text("clientId", 64);
      payload.text(ClientSecret.MEMBER, 255).flag(2);
    }
  },
  AUTH(Activity.AUTH_SYNC) {
    @Override
    void check(Payload payload) {
      payload.text("tenantId", 64).text("appId", 64).flag(3);
      for (var user : payload.list("userList", MOST_USERS)) {
        user.text("userName", 64).text("name", 64).text("orgCode", 64);
        user.text("role", 32).text("enable", 8);
      }
    }
  },
  ORG(Activity.SINGLE_ORG_SYNC) {
    @Override
    void check(Payload payload) {
      payload.text("tenantId", 64).text("orgCode", 64).text("orgName", 128).flag(2);
    }
  },
  ORG_ALL(Activity.ALL_ORG_SYNC) {
    @Override
    void check(Payload payload) {
      payload.text("tenantId", 64);
      for (var department : payload.list("orgInfoList", Integer.MAX_VALUE)) {
        department.text("orgCode", 64).text("orgName", 128);
      }
    }
  };

  private static final int MOST_USERS = 500;

  private final Activity activity;

  KitSyncKind(Activity activity) {
    this.activity = activity;
  }

  Activity activity() {
    return activity;
  }

  abstract void check(Payload payload);

  /** The payload without its nulls; a 400 with every fault where it is not as the protocol asks. */
  Map<String, Object> checked(Map<String, Object> members) {
    var present = new HashMap<>(members);
    present.values().removeIf(Objects::isNull);
    var faults = new ArrayList<FieldFault>();
    check(new Payload("/payload", present, faults));
    if (!faults.isEmpty()) {
      throw Problem.invalid(faults).asException();
    }
    return present;
  }

  /** A payload, or an object within it, being checked. */
  record Payload(String pointer, Map<?, ?> members, List<FieldFault> faults) {

    Payload text(String name, int longest) {
      var value = members.get(name);
      if (!(value instanceof String text) || text.isBlank() || text.length() > longest) {
        fault(name, value, "a text of 1 to " + longest + " characters");
      }
      return this;
    }

    Payload flag(int greatest) {
      var value = members.get("flag");
      if (!(value instanceof Integer flag) || flag < 0 || flag > greatest) {
        fault("flag", value, "a number from 0 to " + greatest);
      }
      return this;
    }

    List<Payload> list(String name, int most) {
      var value = members.get(name);
      if (!(value instanceof List<?> list) || list.isEmpty() || list.size() > most) {
        fault(name, null, "a list of 1 to " + most + " objects");
        return List.of();
      }
      var objects = new ArrayList<Payload>();
      for (var i = 0; i < list.size(); i++) {
        if (list.get(i) instanceof Map<?, ?> object) {
          objects.add(new Payload(pointer + "/" + name + "/" + i, object, faults));
        } else {
          fault(name + "/" + i, null, "an object");
        }
      }
      return objects;
    }

    private void fault(String name, @Nullable Object value, String expected) {
      var isSecret = name.equals(ClientSecret.MEMBER);
      var shown = value == null ? "missing or not of that form" : isSecret ? "***" : shown(value);
      faults.add(new FieldFault(
          pointer + "/" + name, "%s: %s (expected: %s)".formatted(name, shown, expected)));
    }

    private static String shown(Object value) {
      var text = value.toString();
      return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }
  }
}
