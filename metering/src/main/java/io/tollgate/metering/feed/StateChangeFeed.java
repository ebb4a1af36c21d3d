package io.tollgate.metering.feed;

/** What became of instances. */
public interface StateChangeFeed extends Feed<StateChange, StateChangeFilter> {

  @Override
  default long positionOf(StateChange item) {
    return item.sequence();
  }
}
