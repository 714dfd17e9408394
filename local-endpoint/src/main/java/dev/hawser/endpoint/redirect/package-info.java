/// Connections of the local process to ports that cannot be listened on here, such as 80 for a
/// plain user, led to where the service does listen: every `connect` of the process is told to
/// Hawser before it is made (seccomp(2), user notification), which makes those itself, on the
/// process's own socket. Linux only, without privileges, for programs of every language.
///
/// [Launcher] becomes the command and leaves a [ConnectFilter] in it; [Redirect] is Hawser's end,
/// with a [Supervisor] for each command. Both speak to the kernel by [Linux].
@NullMarked
package dev.hawser.endpoint.redirect;

import org.jspecify.annotations.NullMarked;
