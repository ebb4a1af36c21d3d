package io.tollgate.rules.scenario;

import java.util.Optional;

/** Plays the commands of one subject, and remembers what a scenario has come to. */
interface Stage {

  /** What came of the command, or empty where this stage does not know the verb. */
  Optional<String> play(String verb, Words words);
}
