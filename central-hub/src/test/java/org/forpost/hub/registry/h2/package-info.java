@NullMarked
package org.forpost.hub.registry.h2;

import org.jspecify.annotations.NullMarked;
