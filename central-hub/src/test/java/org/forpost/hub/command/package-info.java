@NullMarked
package org.forpost.hub.command;

import org.jspecify.annotations.NullMarked;
