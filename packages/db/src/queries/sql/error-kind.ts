import { isFailed } from "@pragma/contract";
import { inState } from "./lifecycle.ts";

/** A failure whose facts name a place of the config: only another config can help, or another value there. */
export const CONFIG_FACT = "field";

/**
 * SQL for the kind of an error that was kept elsewhere, too, such as by a dead letter: that of the resource `alias`, while it
 * is failed with this error. A deletion takes no other config.
 */
export function errorKind(alias: string, error: string): string {
  return `CASE WHEN ${inState(alias, isFailed)} AND ${alias}.deleting_since IS NULL AND ${alias}.error = ${error}
    AND ${alias}.error_facts->>'${CONFIG_FACT}' IS NOT NULL THEN 'config' END`;
}
