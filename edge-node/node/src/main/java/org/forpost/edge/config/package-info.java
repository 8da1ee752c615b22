/// What a lane is told by its `edge.toml`. Everything is checked before anything starts.
@NullMarked
package org.forpost.edge.config;

import org.jspecify.annotations.NullMarked;
