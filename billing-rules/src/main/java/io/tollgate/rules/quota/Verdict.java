package io.tollgate.rules.quota;

/** Why a package gave what it gave to a record; where several apply, the first is named. */
public enum Verdict {
  GAVE("gave"),
  EMPTY("is empty"),
  NOT_NEEDED("is not needed, nothing is left to cover"),
  NOT_NAMED("is not the package the record names"),
  STOP_BEFORE_EXCESS("stops before excess and the record does not name it"),
  NOT_YET_VALID("is valid only later"),
  LAPSED("had lapsed by then");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** To be read after the name of the package. */
  public String text() {
    return text;
  }
}
