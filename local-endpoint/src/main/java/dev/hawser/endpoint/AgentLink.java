package dev.hawser.endpoint;

import java.util.concurrent.CompletionStage;

/// A link to one agent, for as long as it is up. May be used on any thread.
public interface AgentLink extends AutoCloseable {

  String agentName();

  /// Completed when the link is over, never with a failure.
  CompletionStage<LinkEnd> closed();

  /// Ends the link and the connections in it.
  @Override
  void close();
}
