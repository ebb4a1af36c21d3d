package io.tollgate.gateway.protocol.codes;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.usage.RecordFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/reference/codes.md} to the tables in the code. {@code -Dtollgate.docs=write}
 * writes the page anew.
 */
class CodesPageTests {

  private static final Path PAGE = Path.of("../docs/reference/codes.md");

  @Test
  void thePageSaysWhatTheCodeSays() throws IOException {
    var page = page();
    if ("write".equals(System.getProperty("tollgate.docs"))) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE))
        .as(
            "docs/reference/codes.md; write it anew with -Dtest=CodesPageTests -Dtollgate.docs=write")
        .isEqualTo(page);
  }

  @Test
  void noTableHasACodeTwice() {
    assertThat(Arrays.stream(RequestCode.values()).map(RequestCode::code)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(LicenseCode.values()).map(LicenseCode::code)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(ProductionResultCode.values()).map(ProductionResultCode::code))
        .doesNotHaveDuplicates();
  }

  private static String page() {
    return """
        # Codes

        Every code of the marketplace protocol that Tollgate sends or understands. The tables live as data in
        the code; this page is written from them and a test holds it to them.

        ## Requests: usage push and order query

        In `error_code` and `error_msg` of a usage push, in `resultCode` and `resultMsg` of an order query. The
        message may go on with the value, what was expected and what to do.

        | HTTP | code | message | when |
        |---|---|---|---|
        %s

        ## Usage records

        In `data.abnormal_usage_data[].error_code`, one for each refused record; the others of the request are
        stored. Where several apply, the first of this table wins. A replay is recognised after 009 of the
        instance and before what follows it.

        | code | message |
        |---|---|
        %s

        ## Licences

        In `error_code` and `error_msg` of the licence calls.

        | HTTP | code | message | when |
        |---|---|---|---|
        %s

        ## Production interface

        What an ISV answers in `resultCode` to the marketplace's calls. Anything else, and any HTTP status but
        200, is a refusal.

        | code | meaning |
        |---|---|
        %s
        """.formatted(
        rows(Arrays.stream(RequestCode.values())
            .map(code -> row(code.httpStatus(), code.code(), code.message(), code.meaning()))),
        rows(Arrays.stream(RecordFault.values()).map(fault -> row(fault.code(), fault.message()))),
        rows(Arrays.stream(LicenseCode.values())
            .map(code -> row(code.httpStatus(), code.code(), code.message(), code.meaning()))),
        rows(Arrays.stream(ProductionResultCode.values())
            .map(code -> row(code.code(), code.meaning()))));
  }

  private static String rows(Stream<String> rows) {
    return rows.collect(joining("\n"));
  }

  private static String row(Object... cells) {
    return Arrays.stream(cells).map(String::valueOf).collect(joining(" | ", "| ", " |"));
  }
}
