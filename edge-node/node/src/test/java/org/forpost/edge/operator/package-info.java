@NullMarked
package org.forpost.edge.operator;

import org.jspecify.annotations.NullMarked;
