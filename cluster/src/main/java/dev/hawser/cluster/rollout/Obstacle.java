package dev.hawser.cluster.rollout;

import java.time.Duration;

/// Why pods do not start, in the words of the kubelet, the scheduler or admission.
///
/// @param patience for how long it may pass by itself before it counts
/// @param log whether the container's last words explain it
record Obstacle(String pod, String what, String advice, Duration patience, boolean log) {}
