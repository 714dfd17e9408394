/// Kubernetes objects as JSON, to and from the client's types.
@NullMarked
package dev.hawser.cluster.json;

import org.jspecify.annotations.NullMarked;
