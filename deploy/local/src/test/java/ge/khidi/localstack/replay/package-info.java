/** Mappings and tables without a network; the rows are made up here. Tests tagged {@code shared-data} read the real files, where there are any. */
@NullMarked
package ge.khidi.localstack.replay;

import org.jspecify.annotations.NullMarked;
