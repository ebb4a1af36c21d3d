package io.tollgate.embedded;

import java.nio.file.Path;

/** The folder of unpacked programs that all test JVMs of this user share. */
final class TestBinaries {

  static final Path FOLDER = Path.of(
      System.getProperty("java.io.tmpdir"),
      "tollgate-test-" + System.getProperty("user.name"),
      "binaries");

  private TestBinaries() {}

  static StoresSettings settings(Path home) {
    return StoresSettings.disposable(home, FOLDER);
  }
}
