package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.dial.DialTest;
import io.tollgate.metering.dial.DialTests;
import io.tollgate.metering.dial.TestCase;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The test cases of a product, tried twice a day, and how that went. */
@RestController
@RequestMapping("/ops/v1/products/{productCode}/dial-tests")
class DialTestController {

  private static final int MOST_CASES = 8;
  private static final int LARGEST_CASE_BYTES = 8 << 10;

  private final DialTests dialTests;
  private final JsonMapper json;

  DialTestController(DialTests dialTests, JsonMapper json) {
    this.dialTests = dialTests;
    this.json = json;
  }

  @GetMapping
  Mono<DialTestAnswer> read(@PathVariable String productCode) {
    return dialTests
        .find(productCode)
        .map(DialTestAnswer::of)
        .switchIfEmpty(unknownProduct(productCode));
  }

  @PutMapping
  Mono<DialTestAnswer> save(
      @PathVariable String productCode, @Valid @RequestBody DialTestRequest request) {
    var given = request.cases();
    var cases = IntStream.range(0, given.size())
        .mapToObj(index -> testCase(given.get(index), "/cases/" + index))
        .toList();
    return dialTests
        .save(productCode, cases)
        .map(DialTestAnswer::of)
        .switchIfEmpty(unknownProduct(productCode));
  }

  private TestCase testCase(CaseView given, String pointer) {
    var members = Objects.requireNonNullElseGet(given.members(), Map::<String, Object>of);
    if (members.containsKey(ClientSecret.MEMBER)) {
      throw Problem.invalid(
              pointer + "/members/" + ClientSecret.MEMBER,
              ClientSecret.MEMBER + ": given (expected: none, as a test case keeps no secrets)")
          .asException();
    }
    var size = json.writeValueAsString(members).getBytes(StandardCharsets.UTF_8).length;
    if (size > LARGEST_CASE_BYTES) {
      throw Problem.invalid(
              pointer + "/members",
              "members: " + size + " bytes (expected: at most " + LARGEST_CASE_BYTES + ")")
          .asException();
    }
    return new TestCase(
        DebugCallController.activity(given.activity(), pointer + "/activity"), members);
  }

  private static <T> Mono<T> unknownProduct(String productCode) {
    return Mono.error(() -> Problem.notFound("product", productCode).asException());
  }

  /**
   * What to try from now on.
   *
   * @param cases in place of those before; none ends the tests
   */
  record DialTestRequest(@NotNull @Size(max = MOST_CASES) List<@NotNull @Valid CaseView> cases) {}

  /**
   * One call.
   *
   * @param members facts to send instead of the sample's; null for none
   */
  record CaseView(
      @NotBlank @Size(max = 32) String activity, @Nullable Map<String, Object> members) {}

  /**
   * What is tried, and how that went.
   *
   * @param nextRunAt null where there is no case
   * @param failedDays days in a row on which no test passed
   * @param lastError why the last test failed; null where it passed
   */
  record DialTestAnswer(
      List<CaseView> cases,
      @Nullable Instant nextRunAt,
      int failedDays,
      @Nullable Instant lastRunAt,
      @Nullable String lastError) {

    static DialTestAnswer of(DialTest test) {
      return new DialTestAnswer(
          test.cases().stream()
              .map(saved -> new CaseView(saved.activity().wireName(), saved.members()))
              .toList(),
          test.nextRunAt(),
          test.failedDays(),
          test.lastRunAt(),
          test.lastError());
    }
  }
}
