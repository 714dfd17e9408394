package dev.hawser.cli.console;

/// Where a command tells what it does. Any thread may call; each call is one whole line or object.
public interface Console {
  void tell(Event event);
}
