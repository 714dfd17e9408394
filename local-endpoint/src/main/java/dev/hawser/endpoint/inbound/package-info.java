/// Cluster to local: streams that agents open become connections to the local process.
@NullMarked
package dev.hawser.endpoint.inbound;

import org.jspecify.annotations.NullMarked;
