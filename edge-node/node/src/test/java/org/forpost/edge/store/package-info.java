@NullMarked
package org.forpost.edge.store;

import org.jspecify.annotations.NullMarked;
