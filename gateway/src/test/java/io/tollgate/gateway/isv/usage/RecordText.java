package io.tollgate.gateway.isv.usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** A record as JSON text, member by member, so that a test can spoil any of them. */
record RecordText(Map<String, String> members) {

  /** The same without sn and with the product, as the old path wants it. */
  RecordText old() {
    return without("metering_sn").with("product_id", PushingIsv.quoted("pid"));
  }

  RecordText with(String member, String json) {
    var changed = new LinkedHashMap<>(members);
    changed.put(member, json);
    return new RecordText(changed);
  }

  RecordText without(String member) {
    var changed = new LinkedHashMap<>(members);
    changed.remove(member);
    return new RecordText(changed);
  }

  @Override
  public String toString() {
    var parts = new ArrayList<String>();
    members.forEach((name, json) -> parts.add(PushingIsv.quoted(name) + ":" + json));
    return "{" + String.join(",", parts) + "}";
  }
}
