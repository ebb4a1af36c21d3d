package io.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How the stores run as somebody other than root, which PostgreSQL insists on.
 *
 * <p>Root prefers a user namespace of its own: inside it the server is nobody and has no power,
 * outside its files stay root's. Where the system forbids namespaces, as containers often do, the
 * server becomes the user {@code nobody}, who is then given the data and may pass through folders
 * such as {@code /root} to reach it.
 *
 * <p>Each store gets a session of its own, so that Ctrl-C in a terminal reaches the gateway alone
 * and the stores stop last.
 */
enum Confinement {
  NONE("setsid"),
  USER_NAMESPACE("setsid", "unshare", "--user"),
  NOBODY(
      "setsid",
      "setpriv",
      "--reuid=" + Confinement.NOBODY_ID,
      "--regid=" + Confinement.NOBODY_ID,
      "--clear-groups",
      "--inh-caps=+dac_override",
      "--ambient-caps=+dac_override");

  private static final int NOBODY_ID = 65534;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> prefix;

  Confinement(String... prefix) {
    this.prefix = List.of(prefix);
  }

  static Confinement choose() throws IOException {
    if (userId() != 0) {
      return NONE;
    }
    if (USER_NAMESPACE.works()) {
      return USER_NAMESPACE;
    }
    if (NOBODY.works()) {
      return NOBODY;
    }
    throw new StoresUnavailableException(
        "PostgreSQL does not run as root, and neither unshare nor setpriv (package util-linux) can"
            + " start it as somebody else here. Start Tollgate as an ordinary user, or give the"
            + " addresses of a PostgreSQL and a Redis with --tollgate.stores=external.");
  }

  List<String> command(List<String> program) {
    var command = new ArrayList<>(prefix);
    command.addAll(program);
    return command;
  }

  /** Lets the confined programs own {@code folder}. */
  void own(Path folder) throws IOException {
    switch (this) {
      case NONE -> {}
      case USER_NAMESPACE -> Folders.giveTo(0, folder);
      case NOBODY -> Folders.giveTo(NOBODY_ID, folder);
    }
  }

  /**
   * Where the programs go that were to be unpacked into {@code folder}.
   *
   * <p>PostgreSQL asks by {@code access(2)} whether its programs may be run, and the answer takes no
   * notice of capabilities: nobody's programs must lie where everybody may look.
   */
  Path programsFor(Path folder) throws IOException {
    return switch (this) {
      case NONE, USER_NAMESPACE -> folder;
      case NOBODY ->
        Folders.createPublic(Path.of(System.getProperty("java.io.tmpdir"), "tollgate-binaries"));
    };
  }

  private boolean works() {
    try {
      var process = new ProcessBuilder(command(List.of("sh", "-c", "test $(id -u) != 0")))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int userId() throws IOException {
    return Folders.owner(Path.of("/proc", Long.toString(ProcessHandle.current().pid())));
  }
}
