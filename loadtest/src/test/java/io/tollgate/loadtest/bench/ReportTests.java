package io.tollgate.loadtest.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.loadtest.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTests {

  private final Report report = new Report();

  @Test
  void showsTheMedianOfTheRoundsAndHowFarTheyWereApart() {
    var median =
        report.median("push of 1", "/s", List.of(9_000.0, 12_500.0, 11_000.0), Goal.more());

    assertThat(median).isEqualTo(11_000);
    assertThat(printed()).contains("11,000 /s", "9,000 to 12,500 in 3 rounds");
  }

  @Test
  void takesTheLowerOfTwoValuesInTheMiddle() {
    assertThat(Report.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2);
  }

  @Test
  void holdsAFigureAgainstItsCeilingAndItsGoal() {
    report.ratio("push / bare insert", 49_990, 100_000, new Goal.AtLeast(0.5));

    assertThat(printed()).contains("= push / bare insert", "0.49 x", "goal >= 0.50, MISSED");
    var figure = report.json().path("figures").path("push_bare_insert");
    assertThat(figure.path("value").asDouble()).isEqualTo(0.4999);
    assertThat(figure.path("reached").asBoolean()).isFalse();
  }

  @Test
  void hasNoRatioToACeilingThatWasNotMeasured() {
    report.ratio("push / nothing", 1, 0, new Goal.AtLeast(0.5));

    assertThat(printed()).contains("none x", "MISSED");
    assertThat(report.json().path("figures").path("push_nothing").path("value").isNull())
        .isTrue();
  }

  @Test
  void judgesLatenciesByTheirP99() {
    report.latencies(
        "push at 70 %", Latencies.ofMillis(DoubleStream.of(1, 2, 60)), new Goal.AtMost(50));

    assertThat(printed()).contains("p50 2.00", "p99 60.00", "p99.9 60.00", "of 3", "MISSED");
    var figure = report.json().path("figures").path("push_at_70_");
    assertThat(figure.path("p99.9").asDouble()).isEqualTo(60);
  }

  @Test
  void saysWhichPartFailedAndKeepsTheOthers() {
    report.failed("overload", new IOException("nothing to go by\nand more"));
    report.single("memory", "MiB", 700, Goal.less());

    assertThat(printed()).contains("overload", "FAILED", "nothing to go by", "700 MiB");
    assertThat(report.json().path("failed").path(0).path("phase").asString()).isEqualTo("overload");
  }

  @Test
  void saysWhoUsedTheProcessorsOverAllRounds() {
    report.used("push of 1", 2, Map.of("driver", 0.5));
    report.used("push of 1", 2, Map.of("driver", 1.5));

    assertThat(printed()).contains("driver 0.50");
    assertThat(report
            .json()
            .path("processors_in_use")
            .path("push_of_1")
            .path("driver")
            .asDouble())
        .isEqualTo(0.5);
  }

  @Test
  void doubtsWhatWasMeasuredBesideOtherWork() {
    report.used("push of 1", 1, Map.of(CpuTime.OTHERS, 0.4));

    assertThat(printed())
        .contains("note: this machine was shared with other work (0.40 processors)");
    assertThat(report.json().path("doubts").size()).isEqualTo(1);
  }

  @Test
  void saysWhatWasTurnedAwayAndWhatElseWasAnswered() {
    var run = new Run(3);
    run.turnedAway(true, 1);
    run.turnedAway(true, 2);
    run.other("500 broken", 1, 3);

    report.others(run);

    assertThat(printed())
        .contains("turned away with 406 or 503", "2 of them with Retry-After", "500 broken");
  }

  @Test
  void writesTheRawFigures(@TempDir Path folder) throws IOException {
    report.about("commit", "abc");
    report.median("push of 1", "/s", List.of(1.23456, 2.0, 3.0), Goal.more());

    report.write(folder.resolve("new").resolve("bench.json"));

    var read = Json.read(Files.readString(folder.resolve("new").resolve("bench.json")));
    assertThat(read.path("commit").asString()).isEqualTo("abc");
    assertThat(read.path("figures").path("push_of_1").path("rounds").path(0).asDouble())
        .isEqualTo(1.23456);
  }

  private String printed() {
    var bytes = new ByteArrayOutputStream();
    report.print(new PrintStream(bytes, true, UTF_8));
    return bytes.toString(UTF_8);
  }
}
