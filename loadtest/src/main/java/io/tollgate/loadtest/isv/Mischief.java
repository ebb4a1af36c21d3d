package io.tollgate.loadtest.isv;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Decides call by call how a proven one is to fail; empty where it is answered well. */
@FunctionalInterface
public interface Mischief {

  /**
   * How a call fails.
   *
   * @param done whether what it asks for is done all the same
   */
  record Trouble(Behaviour.Failure failure, boolean done) {}

  Optional<Trouble> with(String activity, JsonNode members);
}
