/// The local process: the command with its environment and signals ([ChildProcess]), and who has
/// the ports that it wants ([LocalPorts]).
@NullMarked
package dev.hawser.endpoint.process;

import org.jspecify.annotations.NullMarked;
