package dev.hawser.endpoint;

import dev.hawser.tunnel.session.TunnelSession;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The agents that are linked, and whose turn it is.
final class LinkedAgents {
  private final List<LinkedAgent> agents = new CopyOnWriteArrayList<>();
  private int turn;

  /// Until its link is over. On any thread.
  void add(LinkedAgent agent) {
    agents.add(agent);
    agent.end().thenRun(() -> agents.remove(agent));
  }

  List<LinkedAgent> all() {
    return List.copyOf(agents);
  }

  /// The session for the next outbound connection, one agent after the other; null when there is
  /// none. On the event loop.
  @Nullable TunnelSession next() {
    List<LinkedAgent> now = all();
    for (int i = 0; i < now.size(); i++) {
      turn = (turn + 1) % now.size();
      TunnelSession session = now.get(turn).session();
      if (session.takesStreams()) {
        return session;
      }
    }
    return null;
  }
}
