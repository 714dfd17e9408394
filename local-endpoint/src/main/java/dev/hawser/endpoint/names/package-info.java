/// How names of services reach the local process: [NameWay] is the way that was chosen.
@NullMarked
package dev.hawser.endpoint.names;

import org.jspecify.annotations.NullMarked;
