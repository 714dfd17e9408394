package dev.hawser.cluster.plan;

/// The agent's image, where nothing else is configured. It lies on no public registry by itself: a
/// team builds it with `hawser agent-image` and loads or pushes it.
public final class AgentImage {
  public static final String DEFAULT = "hawser.dev/agent:0.1.0";

  private AgentImage() {}
}
