/// The process that takes a container's place in its pod.
///
/// [dev.hawser.agent.Main] reads its settings from the environment and starts
/// [dev.hawser.agent.Agent], which owns the one event loop and every socket on it. A link of the
/// endpoint arrives at `TunnelPort`, and once it has proved itself it is the `CurrentSession`.
///
/// From there on two ways lead through the rooms. Cluster to machine: a connection to one of the
/// container's ports is taken in `listen` and becomes a stream. Machine to cluster: a stream that
/// the endpoint opens is resolved and dialled in `dial`, or answered in `container` if it asks for
/// variables or volumes. `probe` tells the kubelet and Prometheus how things stand.
package dev.hawser.agent;
