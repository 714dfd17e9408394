package dev.hawser.endpoint;

import dev.hawser.tunnel.metrics.LiveStreams;
import dev.hawser.tunnel.session.LineListener;
import dev.hawser.tunnel.session.LineState;
import java.util.concurrent.CompletionStage;

/// A link to one agent, over one connection after another. May be used on any thread.
public interface AgentLink extends AutoCloseable {

  String agentName();

  /// What the logs of both ends call the session with it, and its streams.
  String sessionName();

  /// The connections that live in it now. Blocks, so not on the event loop.
  ///
  /// @param most how many of them are looked at
  LiveStreams streams(int most);

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
