/// What a user is told when something cannot be done.
@NullMarked
package dev.hawser.endpoint.failure;

import org.jspecify.annotations.NullMarked;
