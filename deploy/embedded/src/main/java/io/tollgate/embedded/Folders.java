package io.tollgate.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** What is done to whole folders. */
final class Folders {

  private static final String OWNER = "unix:uid";

  private Folders() {}

  /** Deletes {@code folder} with all it holds; links are removed, never followed. */
  static void delete(Path folder) throws IOException {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(folder, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        Files.deleteIfExists(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
          return FileVisitResult.CONTINUE;
        }
        throw failure;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
          throws IOException {
        if (failure != null) {
          throw failure;
        }
        Files.deleteIfExists(visited);
        return FileVisitResult.CONTINUE;
      }
    });
  }

  /** Gives {@code folder} with all it holds to {@code userId}, where it is not theirs already. */
  static void giveTo(int userId, Path folder) throws IOException {
    if (owner(folder) == userId) {
      return;
    }
    try (var paths = Files.walk(folder)) {
      for (var path : (Iterable<Path>) paths::iterator) {
        if (!path.equals(folder)) {
          Files.setAttribute(path, OWNER, userId, LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
    // The folder itself comes last: it tells whether all beneath it was given.
    Files.setAttribute(folder, OWNER, userId, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Makes a folder that others may read and only we may change, in a place where anybody may make
   * one: a folder of that name that somebody else prepared is refused.
   */
  static Path createPublic(Path folder) throws IOException {
    var permissions = PosixFilePermissions.fromString("rwxr-xr-x");
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, permissions);
    }
    var found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isDirectory()
        || owner(folder)
            != owner(Path.of("/proc", Long.toString(ProcessHandle.current().pid())))
        || !found.permissions().equals(permissions)) {
      throw new StoresUnavailableException(
          folder + " was made by somebody else; remove it and start again.");
    }
    return folder;
  }

  static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, OWNER, LinkOption.NOFOLLOW_LINKS);
  }
}
