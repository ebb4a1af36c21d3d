package io.tollgate.loadtest.bench;

import io.tollgate.loadtest.http.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the figures depend on beside the program. */
final class Machine {

  private static final int FEWEST_PROCESSORS = 2;
  private static final double BUSY_LOAD_PER_PROCESSOR = 0.5;
  private static final double KIBIBYTES_PER_MEBIBYTE = 1_024.0;

  private Machine() {}

  static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Processes that wanted a processor in the last minute; below zero where unknown. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** What a reader needs to know to compare: processors, memory, system, Java. */
  static JsonNode describe() {
    return Json.object()
        .put("processors", processors())
        .put("processor", procLine("/proc/cpuinfo", "model name"))
        .put("memory", procLine("/proc/meminfo", "MemTotal"))
        .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
        .put("java", System.getProperty("java.vm.name") + " " + Runtime.version())
        .put("load before", load());
  }

  /** What stands behind the first colon of the line that begins so; empty where there is none. */
  private static String procLine(String file, String name) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException notLinux) {
      return "";
    }
  }

  /** What makes this run's figures worth less than they look. */
  static List<String> doubts() {
    var doubts = new ArrayList<String>();
    if (processors() < FEWEST_PROCESSORS) {
      doubts.add("only " + processors() + " processor: the sender and the gateway share it");
    }
    if (load() > processors() * BUSY_LOAD_PER_PROCESSOR) {
      doubts.add("busy before the run began (load %.1f on %d processors): figures are too low"
          .formatted(load(), processors()));
    }
    return doubts;
  }

  /** The resident memory of a process in MiB: what it has ({@code VmRSS}) or had ({@code VmHWM}). */
  static double residentMebibytes(long pid, String which) throws IOException {
    var status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.isReadable(status)) {
      return -1;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(which + ":"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToDouble(Double::parseDouble)
          .map(kibibytes -> kibibytes / KIBIBYTES_PER_MEBIBYTE)
          .findFirst()
          .orElse(-1);
    }
  }
}
