package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoresIT {

  private static final Path BINARIES = Path.of(
      System.getProperty("java.io.tmpdir"),
      "tollgate-test-" + System.getProperty("user.name"),
      "binaries");

  @Test
  void refusesAHomeThatIsInUse(@TempDir Path home) {
    try (var stores = EmbeddedStores.start(StoresSettings.disposable(home, BINARIES))) {
      assertThat(stores.postgres().isRunning()).isTrue();

      assertThatThrownBy(() -> EmbeddedStores.start(StoresSettings.disposable(home, BINARIES)))
          .isInstanceOf(StoresUnavailableException.class)
          .hasMessageContaining(
              "is in use by process " + ProcessHandle.current().pid())
          .hasMessageContaining("--tollgate.home");
    }
  }

  @Test
  void keepsPortsAndPasswordsOverRestartsForThisUserAlone(@TempDir Path home) throws Exception {
    int port;
    String password;
    try (var stores = EmbeddedStores.start(StoresSettings.disposable(home, BINARIES))) {
      port = stores.postgres().port();
      password = stores.postgres().password();
    }

    try (var stores = EmbeddedStores.start(StoresSettings.disposable(home, BINARIES))) {
      assertThat(stores.postgres().port()).isEqualTo(port);
      assertThat(stores.postgres().password()).isEqualTo(password);
      assertThat(Files.getPosixFilePermissions(home.resolve("postgres.password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void startsAgainAfterBothStoresWereKilled(@TempDir Path home) {
    try (var stores = EmbeddedStores.start(StoresSettings.disposable(home, BINARIES))) {
      stores.postgres().kill();
      stores.redis().kill();
      assertThat(stores.postgres().isRunning()).isFalse();
      assertThat(stores.redis().isRunning()).isFalse();

      stores.postgres().start();
      stores.redis().start();

      assertThat(stores.postgres().isRunning()).isTrue();
      assertThat(stores.redis().isRunning()).isTrue();
    }
  }
}
