@NullMarked
package org.forpost.edge.rules;

import org.jspecify.annotations.NullMarked;
