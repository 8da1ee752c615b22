@NullMarked
package org.forpost.edge.lane;

import org.jspecify.annotations.NullMarked;
