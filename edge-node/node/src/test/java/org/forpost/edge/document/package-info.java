@NullMarked
package org.forpost.edge.document;

import org.jspecify.annotations.NullMarked;
