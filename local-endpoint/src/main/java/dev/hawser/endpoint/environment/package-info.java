/// The variables that the local process gets: what the container really had, without those that
/// describe its image, and with the addresses of services pointing to the local listeners.
///
/// [Environment] is a set of variables and knows how to become the process's; [MachineVariables]
/// lists what stays the machine's; [ServiceVariables] are the rules for services;
/// [EnvironmentFile] writes variables for tools that start the process themselves, in an
/// [EnvironmentFormat], each of which has its [Notation].
@NullMarked
package dev.hawser.endpoint.environment;

import org.jspecify.annotations.NullMarked;
