package io.tollgate.loadtest;

/** The commands of the runnable jar. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.out.println("usage: java -jar loadtest.jar <command>");
  }
}
