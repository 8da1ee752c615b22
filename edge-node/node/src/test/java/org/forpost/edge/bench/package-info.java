@NullMarked
package org.forpost.edge.bench;

import org.jspecify.annotations.NullMarked;
