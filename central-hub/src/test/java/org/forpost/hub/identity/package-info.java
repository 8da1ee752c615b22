@NullMarked
package org.forpost.hub.identity;

import org.jspecify.annotations.NullMarked;
