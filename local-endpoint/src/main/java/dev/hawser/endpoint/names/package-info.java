/// How names of services reach the local process: [NameWay] is the way that was chosen.
/// Where that is a [Capsule], volumes come to their real paths in it too, by a [CapsulePlan].
@NullMarked
package dev.hawser.endpoint.names;

import org.jspecify.annotations.NullMarked;
