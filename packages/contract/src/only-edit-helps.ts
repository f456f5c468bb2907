import type { ErrorKind } from "./error-kind.ts";

/** It failed, and a retry would fail again: only another config helps. */
export function onlyEditHelps({ error_kind: kind }: { error_kind?: ErrorKind | undefined }): boolean {
  return kind === "config";
}
