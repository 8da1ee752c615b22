/// The hub's command line: `forpost hub …`.
@NullMarked
package org.forpost.hub.command;

import org.jspecify.annotations.NullMarked;
