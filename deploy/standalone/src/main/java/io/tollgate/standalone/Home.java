package io.tollgate.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * The folder of {@code tollgate.home}: tokens, master key and certificate, each made when first
 * asked for and kept from then on, readable by this user alone.
 */
record Home(Path folder) {

  static final List<String> ROLES = List.of("operator", "billing", "auditor");

  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  static Home at(String path) {
    return new Home(Path.of(path).toAbsolutePath().normalize());
  }

  /** The bootstrap bearer token of {@code role}. */
  String token(String role) {
    return kept(tokens().resolve(role), Base64.getUrlEncoder().withoutPadding());
  }

  Path tokens() {
    return folder.resolve("tokens");
  }

  /** 32 bytes in base64. Whoever loses this file loses every secret that is stored under it. */
  String masterKey() {
    return kept(folder.resolve("master-key"), Base64.getEncoder());
  }

  Certificate certificate() {
    try {
      return Certificate.keptIn(createFolder(folder.resolve("tls")));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private String kept(Path file, Base64.Encoder encoder) {
    try {
      createFolder(file.resolveSibling("."));
      if (Files.notExists(file)) {
        write(file, random(encoder));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  static String random(Base64.Encoder encoder) {
    var bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return encoder.encodeToString(bytes);
  }

  /** Makes {@code file} in one step, so that a killed process leaves none rather than half of it. */
  static void write(Path file, String line) throws IOException {
    var draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(draft, permissions("rw-------"));
    Files.writeString(draft, line + "\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path createFolder(Path folder) throws IOException {
    return Files.createDirectories(folder.normalize(), permissions("rwx------"));
  }

  private static FileAttribute<?> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  private HomeUnusableException unusable(IOException cause) {
    return new HomeUnusableException(
        "The home folder " + folder + " cannot be used: " + cause,
        "Make it writable for this user, or choose another with --tollgate.home=<folder>.",
        cause);
  }
}
