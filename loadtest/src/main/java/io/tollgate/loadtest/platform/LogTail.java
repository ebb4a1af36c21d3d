package io.tollgate.loadtest.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, for a message to a person. */
final class LogTail {

  private LogTail() {}

  static String of(Path log, int lines) {
    List<String> all;
    try {
      all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return "(not readable: " + e.getMessage() + ")";
    }
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }
}
