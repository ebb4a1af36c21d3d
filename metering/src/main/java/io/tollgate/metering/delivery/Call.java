package io.tollgate.metering.delivery;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that is to be made.
 *
 * @param instanceNo whose calls it keeps its place among; null where no instance is concerned
 * @param members the facts that the wire formats of both generations draw from, by their V2 names
 *     where V2 has them; the keys of {@link CallMembers}, plus a kit payload's own
 */
public record Call(
    Activity activity,
    int isvNo,
    int productNo,
    @Nullable Long instanceNo,
    @Nullable Long orderNo,
    Map<String, Object> members) {

  public Call {
    members = Map.copyOf(members);
  }
}
