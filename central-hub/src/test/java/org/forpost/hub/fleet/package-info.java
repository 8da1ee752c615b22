@NullMarked
package org.forpost.hub.fleet;

import org.jspecify.annotations.NullMarked;
