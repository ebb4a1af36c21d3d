package io.tollgate.metering.collection;

/**
 * Something that a replay of the ledger made differently.
 *
 * @param what a row, in words
 * @param recorded the row as it stands, empty where there is none
 * @param replayed the row as the replay makes it, empty where it makes none
 */
public record Disagreement(String what, String recorded, String replayed) {}
