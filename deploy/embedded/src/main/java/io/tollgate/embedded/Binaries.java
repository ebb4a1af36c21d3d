package io.tollgate.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs inside our jars, unpacked once per version.
 *
 * <p>Unpacking goes to a folder beside the target that is renamed when complete, so that a killed
 * process leaves no half of a program and two processes may unpack at once.
 *
 * @param postgres the folder of PostgreSQL, with {@code bin/postgres} and {@code bin/initdb}
 * @param redis the program {@code redis-server}
 */
record Binaries(Path postgres, Path redis) {

  /** As a data folder says whose it is. */
  static final String POSTGRES_MAJOR = "18";

  private static final String POSTGRES_VERSION = POSTGRES_MAJOR + ".6.0";
  private static final String REDIS_VERSION = "7.0.15";

  static Binaries unpackInto(Path folder) throws IOException {
    var platform = Platform.current();
    Secrets.createFolder(folder);
    var root = folder.toRealPath();
    var postgres = root.resolve("postgresql-" + POSTGRES_VERSION);
    if (Files.notExists(postgres)) {
      unpack(platform.postgresArchive(), postgres, Binaries::untar);
    }
    var redis = root.resolve("redis-" + REDIS_VERSION);
    if (Files.notExists(redis)) {
      unpack(platform.redisProgram(), redis, Binaries::copyProgram);
    }
    return new Binaries(postgres, redis.resolve("redis-server"));
  }

  Path program(String name) {
    return postgres.resolve("bin").resolve(name);
  }

  private static void unpack(String resource, Path target, Unpacking unpacking) throws IOException {
    var draft = Files.createTempDirectory(target.getParent(), target.getFileName() + ".");
    try (var in = Binaries.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new StoresUnavailableException("The program archive " + resource
            + " is missing from the class path; build it again with ./mvnw -DskipTests package.");
      }
      unpacking.unpack(in, draft);
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
      try {
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        if (Files.notExists(target)) {
          throw e;
        }
      }
    } finally {
      Folders.delete(draft);
    }
  }

  private static void untar(InputStream packed, Path folder) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var path = folder.resolve(entry.getName()).normalize();
        if (!path.startsWith(folder)) {
          throw new IOException("entry leaves the folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else {
          Files.createDirectories(path.resolveSibling("."));
          if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
          } else {
            Files.copy(tar, path);
            makeRunnable(path, (entry.getMode() & 0100) != 0);
          }
        }
      }
    }
  }

  private static void copyProgram(InputStream program, Path folder) throws IOException {
    var file = folder.resolve("redis-server");
    Files.copy(program, file);
    makeRunnable(file, true);
  }

  private static void makeRunnable(Path file, boolean runnable) throws IOException {
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(runnable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private interface Unpacking {
    void unpack(InputStream packed, Path folder) throws IOException;
  }

  private enum Platform {
    LINUX_X86_64("postgres-linux-x86_64.txz", "redis-server-" + REDIS_VERSION + "-linux-amd64"),
    LINUX_ARM_64("postgres-linux-arm_64.txz", "redis-server-" + REDIS_VERSION + "-linux-arm64");

    private final String postgresArchive;
    private final String redisProgram;

    Platform(String postgresArchive, String redisProgram) {
      this.postgresArchive = postgresArchive;
      this.redisProgram = redisProgram;
    }

    String postgresArchive() {
      return postgresArchive;
    }

    String redisProgram() {
      return redisProgram;
    }

    static Platform current() {
      var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
      var machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
      if (system.startsWith("linux") && (machine.equals("amd64") || machine.equals("x86_64"))) {
        return LINUX_X86_64;
      }
      if (system.startsWith("linux") && machine.equals("aarch64")) {
        return LINUX_ARM_64;
      }
      throw new StoresUnavailableException("Embedded stores run on Linux, x86-64 or arm64; this is "
          + system + " on " + machine
          + ". Give the addresses of a PostgreSQL and a Redis with --tollgate.stores=external.");
    }
  }
}
