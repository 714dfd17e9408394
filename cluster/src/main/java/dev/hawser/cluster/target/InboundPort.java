package dev.hawser.cluster.target;

/// A TCP port at which the cluster's traffic reaches the container.
public record InboundPort(int containerPort) {}
