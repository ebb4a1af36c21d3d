package io.tollgate.loadtest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Processor seconds that each of those who share the machine has used: the driver, the gateways with
 * their stores, and all others. Says what bounds a figure.
 */
record CpuTime(Map<String, Double> seconds, long atNanos) {

  static final String OTHERS = "others";

  private static final double NANOS_PER_SECOND = 1e9;

  /** What Linux counts in, on every machine it runs on. */
  private static final double TICKS_PER_SECOND = 100;

  /** Of the words of the first line of /proc/stat: user, nice, system, irq, softirq. */
  private static final List<Integer> BUSY_WORDS = List.of(1, 2, 3, 6, 7);

  CpuTime {
    seconds = new LinkedHashMap<>(seconds);
  }

  /** Looks now. A gateway's children are its stores. */
  static CpuTime of(List<Long> gateways) {
    var seconds = new LinkedHashMap<String, Double>();
    seconds.put("driver", secondsOf(ProcessHandle.current()));
    for (var pid : gateways) {
      ProcessHandle.of(pid)
          .ifPresent(gateway -> Stream.concat(Stream.of(gateway), gateway.descendants())
              .forEach(process ->
                  seconds.merge(name(process, gateway), secondsOf(process), Double::sum)));
    }
    seconds.put(OTHERS, machineSeconds());
    return new CpuTime(seconds, System.nanoTime());
  }

  private static String name(ProcessHandle process, ProcessHandle gateway) {
    if (process.equals(gateway)) {
      return "gateway";
    }
    var command = process.info().command().orElse("");
    return command.contains("redis") ? "redis" : "postgres";
  }

  private static double secondsOf(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NANOS_PER_SECOND;
  }

  /** All that the machine's processors did; 0 where it does not say. */
  private static double machineSeconds() {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      var words = List.of(lines.findFirst().orElse("").split(" +", -1));
      return BUSY_WORDS.stream()
              .filter(word -> word < words.size())
              .mapToDouble(word -> Double.parseDouble(words.get(word)))
              .sum()
          / TICKS_PER_SECOND;
    } catch (IOException notLinux) {
      return 0;
    }
  }

  double secondsSince(CpuTime before) {
    return (atNanos - before.atNanos) / NANOS_PER_SECOND;
  }

  /** Processor seconds used since {@code before}, by whom. */
  Map<String, Double> usedSince(CpuTime before) {
    var used = new LinkedHashMap<String, Double>();
    seconds.forEach((who, now) ->
        used.put(who, Math.max(0, now - before.seconds.getOrDefault(who, 0.0))));
    var known = used.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(OTHERS))
        .mapToDouble(Map.Entry::getValue)
        .sum();
    used.computeIfPresent(OTHERS, (who, all) -> Math.max(0, all - known));
    return used;
  }
}
