package io.tollgate.metering.license;

import java.util.List;

/**
 * What became of a call about licences. Where several refusals apply, the first of this list wins;
 * a batch is refused as a whole by the first licence that is refused.
 */
public sealed interface LicenseOutcome {

  /** It was done; the licences as they are now, in the order of the call. */
  record Done(List<License> licenses) implements LicenseOutcome {

    public Done {
      licenses = List.copyOf(licenses);
    }
  }

  /** No licence of this ISV has the code. */
  record Unknown(String code) implements LicenseOutcome {}

  /** The customer has not received the code yet. */
  record NotReceived(String code) implements LicenseOutcome {}

  /** It was activated before, or is over. */
  record WrongState(String code, LicenseState state) implements LicenseOutcome {}

  /** It is said to have been in use before it was ordered. */
  record BeforeOrder(String code) implements LicenseOutcome {}

  /** It has not been activated. */
  record NotActivated(String code) implements LicenseOutcome {}
}
