/// The node: pods as child processes, their files, probes and addresses. Start reading at [Node].
package dev.hawser.sandbox.node;
