@NullMarked
package org.forpost.hub.release;

import org.jspecify.annotations.NullMarked;
