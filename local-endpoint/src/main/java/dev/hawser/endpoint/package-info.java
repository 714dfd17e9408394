/// The process on the developer's machine, without its command line.
///
/// Start reading at [Endpoint]. A connection from the cluster: `inbound`. One to the cluster:
/// `outbound`. What the local process is told: `environment`, `volumes`, `names`. Its life:
/// `process`.
@NullMarked
package dev.hawser.endpoint;

import org.jspecify.annotations.NullMarked;
