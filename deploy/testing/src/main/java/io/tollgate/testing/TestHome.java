package io.tollgate.testing;

import io.tollgate.embedded.EmbeddedStores;
import io.tollgate.embedded.StoresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The home of the stores of one test JVM: below the temporary folder, gone when the JVM ends. */
record TestHome(Path root, Path folder) {

  static TestHome create() {
    try {
      var root = Path.of(
          System.getProperty("java.io.tmpdir"), "tollgate-test-" + System.getProperty("user.name"));
      if (Files.notExists(root)) {
        Files.createDirectories(
            root,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      if (!Files.isWritable(root)) {
        throw new IOException(root + " belongs to somebody else; delete it");
      }
      AbandonedHomes.clear(root);
      return new TestHome(root, root.resolve("home-" + ProcessHandle.current().pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts stores that are killed, and their folder deleted, when this JVM ends. */
  EmbeddedStores start() {
    var stores = EmbeddedStores.start(StoresSettings.disposable(folder, root.resolve("binaries")));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(stores), "discard-test-stores"));
    return stores;
  }

  private void discard(EmbeddedStores stores) {
    stores.redis().kill();
    stores.postgres().kill();
    stores.close();
    AbandonedHomes.delete(folder);
  }
}
