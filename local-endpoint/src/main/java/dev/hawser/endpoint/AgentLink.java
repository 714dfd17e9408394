package dev.hawser.endpoint;

import dev.hawser.tunnel.session.LineListener;
import dev.hawser.tunnel.session.LineState;
import java.util.concurrent.CompletionStage;

/// A link to one agent, over one connection after another. May be used on any thread.
public interface AgentLink extends AutoCloseable {

  String agentName();

  /// How the line is now, by what was heard on it.
  LineState line();

  /// Tells what becomes of the line, on the event loop.
  void onLine(LineListener listener);

  /// Completed when the link is over, and its connections with it; never with a failure.
  CompletionStage<LinkEnd> closed();

  /// Ends the link and the connections in it.
  @Override
  void close();
}
