package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.account.AccountEntry;
import io.tollgate.metering.account.CustomerAccount;
import io.tollgate.metering.account.NewCustomer;
import io.tollgate.rules.journal.EntryKind;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.standing.CustomerLevel;
import io.tollgate.rules.standing.CustomerType;
import io.tollgate.rules.standing.Standing;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is sent and answered under {@code /ops/v1/customers}. */
final class CustomerRequests {

  private static final String AMOUNT = "(?=.*[1-9])\\d{1,12}(\\.\\d{1,8})?";

  private CustomerRequests() {}

  /** What is left out is the most careful: level V0, prepaid, CNY. */
  record Open(
      @NotNull @Pattern(regexp = Codes.PATTERN, message = Codes.EXPECTED)
      String customerId,

      @NotBlank @Size(max = 200) String name,
      @Nullable CustomerLevel level,
      @Nullable CustomerType type,
      @Nullable String currency) {

    NewCustomer customer() {
      return new NewCustomer(
          customerId,
          name,
          Objects.requireNonNullElse(level, CustomerLevel.V0),
          Objects.requireNonNullElse(type, CustomerType.PREPAID),
          money());
    }

    private Currency money() {
      try {
        var code = Currency.getInstance(Objects.requireNonNullElse(currency, "CNY"));
        if (code.getDefaultFractionDigits() >= 0) {
          return code;
        }
      } catch (IllegalArgumentException unknown) {
        // Answered below like a currency without coins.
      }
      throw Problem.invalid(
              "/currency", "currency: " + currency + " (expected: an ISO 4217 code such as CNY)")
          .asException();
    }
  }

  record TopUp(
      @NotNull
      @Pattern(
          regexp = AMOUNT,
          message = "a decimal of more than 0 with at most 8 decimals, as text")
      String amount,

      @NotBlank @Size(max = 200) String reference) {

    BigDecimal decimal() {
      return new BigDecimal(amount);
    }
  }

  record Repayment(
      @NotNull @Pattern(regexp = "\\d{4}(0[1-9]|1[0-2])", message = "a month as yyyyMM")
      String month) {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMM");

    YearMonth asYearMonth() {
      return YearMonth.parse(month, FORMAT);
    }
  }

  record CustomerAnswer(
      String customerId,
      String name,
      CustomerLevel level,
      CustomerType type,
      String currency,
      String balance,
      String standing,
      @Nullable Instant graceEndsAt,
      @Nullable Instant retentionEndsAt,
      Instant createdAt) {

    private static final int BALANCE_DECIMALS = 4;

    static CustomerAnswer of(CustomerAccount account) {
      var customer = account.customer();
      var terms = customer.level().payPerUse();
      return switch (customer.standing()) {
        case Standing.Good _ -> of(account, "GOOD", null, null);
        case Standing.Grace(var since, var endsAt) ->
          of(account, "GRACE", endsAt, endsAt.plus(terms.retention()));
        case Standing.Retention(var since, var endsAt) ->
          of(account, "RETENTION", endsAt.minus(terms.retention()), endsAt);
      };
    }

    private static CustomerAnswer of(
        CustomerAccount account,
        String standing,
        @Nullable Instant graceEndsAt,
        @Nullable Instant retentionEndsAt) {
      var customer = account.customer();
      return new CustomerAnswer(
          customer.customerId(),
          customer.name(),
          customer.level(),
          customer.type(),
          customer.currency().getCurrencyCode(),
          text(account.balance()),
          standing,
          graceEndsAt,
          retentionEndsAt,
          customer.createdAt());
    }

    /** Exact, with at least four decimals: {@code 12.3450}. */
    private static String text(Money balance) {
      var amount = balance.amount();
      return amount.setScale(Math.max(BALANCE_DECIMALS, amount.scale())).toPlainString();
    }
  }

  record TopUpAnswer(
      String customerId, String amount, String currency, String reference, String balance) {

    static TopUpAnswer of(CustomerAccount account, TopUp request) {
      var answer = CustomerAnswer.of(account);
      return new TopUpAnswer(
          answer.customerId(),
          request.amount(),
          answer.currency(),
          request.reference(),
          answer.balance());
    }
  }

  record RepaymentAnswer(String customerId, String month) {}

  record EntryAnswer(
      String entryId,
      EntryKind kind,
      Instant occurredAt,
      String reference,
      List<PostingAnswer> postings) {

    static EntryAnswer of(AccountEntry posted) {
      var entry = posted.entry();
      return new EntryAnswer(
          String.valueOf(posted.entryNo()),
          entry.kind(),
          entry.occurredAt(),
          entry.reference(),
          entry.postings().stream()
              .map(posting -> new PostingAnswer(
                  posting.account().name(),
                  posting.amount().plainAmount(),
                  posting.amount().currency().getCurrencyCode()))
              .toList());
    }
  }

  record PostingAnswer(String account, String amount, String currency) {}
}
