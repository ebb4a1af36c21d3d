package io.tollgate.loadtest;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The options of a command, {@code --name=value} or {@code --name}. What a command does not ask for
 * is a mistake of the caller and is refused.
 */
public final class Options {

  /** A mistake on the command line; the message says what was expected. */
  public static final class BadOption extends RuntimeException {
    public BadOption(String message) {
      super(message);
    }
  }

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Function<String, String> environment;

  private Options(Function<String, String> environment) {
    this.environment = environment;
  }

  /**
   * @param environment answers the value of an environment variable; empty where it is not set
   */
  public static Options parse(List<String> arguments, Function<String, String> environment) {
    var options = new Options(environment);
    for (var argument : arguments) {
      if (!argument.startsWith("--")) {
        throw new BadOption(argument + " (expected: --name=value)");
      }
      var equals = argument.indexOf('=');
      var name = argument.substring(2, equals < 0 ? argument.length() : equals);
      options.values.put(name, equals < 0 ? "true" : argument.substring(equals + 1));
    }
    return options;
  }

  public String text(String name, String otherwise) {
    var value = values.remove(name);
    return value == null ? otherwise : value;
  }

  public Path path(String name, String otherwise) {
    return Path.of(text(name, otherwise)).toAbsolutePath().normalize();
  }

  public boolean flag(String name) {
    return switch (text(name, "false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new BadOption("--" + name + " (expected: no value)");
    };
  }

  public int number(String name, int otherwise, int least, int most) {
    var value = text(name, Integer.toString(otherwise));
    try {
      var number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Refused below, as a number out of range is.
    }
    throw new BadOption(
        "--%s=%s (expected: a number from %d to %d)".formatted(name, value, least, most));
  }

  /** The jar to start a gateway from: the option, or what {@code TOLLGATE_GATEWAY_JAR} names. */
  public Path gatewayJar() {
    var given = environment.apply("TOLLGATE_GATEWAY_JAR");
    return path("gateway-jar", given.isBlank() ? "deploy/standalone/target/tollgate.jar" : given);
  }

  /** Options for the gateway's Java process, from {@code TOLLGATE_JAVA_OPTS}. */
  public List<String> jvmOptions() {
    var text = environment.apply("TOLLGATE_JAVA_OPTS").strip();
    return text.isEmpty() ? List.of() : List.of(text.split("\\s+", -1));
  }

  /** Refuses what nobody asked for. Call it after the last option was read. */
  public void rejectUnknown() {
    if (!values.isEmpty()) {
      throw new BadOption("--" + values.keySet().iterator().next() + " (no such option)");
    }
  }
}
