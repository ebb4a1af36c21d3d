package io.tollgate.gateway.isv.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.gateway.Holdings;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.testing.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** PostgreSQL is there and does not answer, or dies and comes back: said within a second. */
@TestPropertySource(properties = "test.world=StoreAwayIT")
class LedgerSilentIT extends UsageFaceIT {

  private static final Duration SAID_WITHIN = Duration.ofSeconds(1);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(5);
  private static final int AT_ONCE = 16;

  /** What one push was answered, and after what time. */
  private record Answered(int status, String retryAfter, String body, Duration took) {}

  @Test
  void aSilentLedgerIsSaidWithinASecondAndServedWithinFiveOfItsReturn() throws Exception {
    assumeTrue(Stores.areProcesses());
    var later = laterOf(instancesThatPushed());
    var before = Holdings.of(stores);

    signal("STOP");
    List<Answered> answers;
    try {
      answers = pushAllAtOnce(later);
    } finally {
      signal("CONT");
    }

    assertThatAllWereTurnedAway(answers);
    await()
        .atMost(BACK_WITHIN)
        .untilAsserted(() -> later.forEach(each -> expect(isv.push(each), RequestCode.SUCCESS)));
    assertThat(Holdings.of(stores).accepted()).isEqualTo(before.accepted() + later.size());
  }

  @Test
  void aLedgerThatDiesIsSaidWithinASecondAndServedWithinFiveOfItsReturn() throws Exception {
    assumeTrue(Stores.areProcesses());
    var later = laterOf(instancesThatPushed());

    stores.killPostgres();
    List<Answered> answers;
    try {
      answers = pushAllAtOnce(later);
    } finally {
      stores.startPostgres();
    }

    assertThatAllWereTurnedAway(answers);
    await()
        .atMost(BACK_WITHIN)
        .untilAsserted(() -> later.forEach(each -> expect(isv.push(each), RequestCode.SUCCESS)));
  }

  /** What is known of them waits in the node's memory, as in a day's work. */
  private List<String> instancesThatPushed() {
    var instances = Stream.generate(isv::instance).limit(AT_ONCE).toList();
    instances.forEach(each -> expect(isv.push(isv.usage(each)), RequestCode.SUCCESS));
    return instances;
  }

  private List<RecordText> laterOf(List<String> instances) {
    return instances.stream()
        .map(each -> isv.usage(each)
            .with("begin_time", isv.at(Duration.ofHours(2)))
            .with("end_time", isv.at(Duration.ofHours(1))))
        .toList();
  }

  private List<Answered> pushAllAtOnce(List<RecordText> records) throws Exception {
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = records.stream().map(each -> clients.submit(() -> push(each))).toList();
      var answers = new ArrayList<Answered>();
      for (var call : calls) {
        answers.add(call.get());
      }
      return answers;
    }
  }

  private Answered push(RecordText record) {
    var begun = System.nanoTime();
    var reply = isv.push(record).expectBody(String.class).returnResult();
    return new Answered(
        reply.getStatus().value(),
        String.valueOf(reply.getResponseHeaders().getFirst("Retry-After")),
        String.valueOf(reply.getResponseBody()),
        Duration.ofNanos(System.nanoTime() - begun));
  }

  private static void assertThatAllWereTurnedAway(List<Answered> answers) {
    assertThat(answers).hasSize(AT_ONCE).allSatisfy(answer -> {
      assertThat(answer.status()).as("%s", answer).isEqualTo(503);
      assertThat(answer.retryAfter()).isEqualTo("1");
      assertThat(answer.body()).contains("\"" + RequestCode.INTERNAL_ERROR.code() + "\"");
      assertThat(answer.took()).isLessThan(SAID_WITHIN);
    });
  }

  /** To PostgreSQL's own process and all that serve its clients. */
  private static void signal(String name) throws Exception {
    var pids = ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
        .map(process -> Long.toString(process.pid()))
        .toList();
    assertThat(pids).isNotEmpty();
    var command = new ArrayList<>(List.of("kill", "-" + name));
    command.addAll(pids);
    new ProcessBuilder(command).start().waitFor();
  }
}
