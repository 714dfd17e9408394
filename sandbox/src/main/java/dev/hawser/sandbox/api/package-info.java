/// The Kubernetes API over the store and the node. Start reading at [ApiServer].
package dev.hawser.sandbox.api;
