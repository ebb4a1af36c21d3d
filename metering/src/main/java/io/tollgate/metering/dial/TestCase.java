package io.tollgate.metering.dial;

import io.tollgate.metering.delivery.Activity;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * One call to try.
 *
 * @param members facts to send in place of the sample's; a null leaves the sample's out
 */
public record TestCase(Activity activity, Map<String, Object> members) {

  public TestCase {
    members = Collections.unmodifiableMap(new HashMap<>(members));
  }
}
