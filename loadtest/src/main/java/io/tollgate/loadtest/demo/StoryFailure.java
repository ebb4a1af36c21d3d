package io.tollgate.loadtest.demo;

/** A step of the story went other than told; the message says what was expected and what came. */
final class StoryFailure extends RuntimeException {

  StoryFailure(String message) {
    super(message);
  }
}
