@NullMarked
package org.forpost.edge;

import org.jspecify.annotations.NullMarked;
