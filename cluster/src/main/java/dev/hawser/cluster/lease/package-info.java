/// The lock and the heartbeat of a session: a Lease of the cluster for each workload.
@NullMarked
package dev.hawser.cluster.lease;

import org.jspecify.annotations.NullMarked;
