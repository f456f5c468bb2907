import type { Pragma, Resource } from "@pragma/sdk";
import { EXIT } from "../errors/exit-codes.ts";
import type { Entry } from "./entry.ts";

/** Notes what a resource is now. */
export function note(entry: Entry, resource: Resource): void {
  const { lifecycle_state: state } = resource;
  const wantsDraft = entry.document.input.lifecycle_state === "draft";
  entry.state = state;
  entry.done = state === "ready" || state === "failed" || state === "draft" || wantsDraft;
  entry.reason = entry.done && state !== "failed" ? null : reasonOf(resource);
  entry.exitCode = state === "failed" && !wantsDraft ? EXIT.failed : null;
}

/** Follows what was applied until all of it is settled, or the signal aborts. */
export async function follow(
  { resources }: Pragma,
  entries: readonly Entry[],
  signal: AbortSignal,
  onChange: () => void,
): Promise<void> {
  await Promise.all(
    entries.map(async (entry) => {
      if (entry.done) return;
      for await (const resource of resources.watch(entry.document.id, { signal })) {
        note(entry, resource);
        onChange();
        if (entry.done) return;
      }
      if (signal.aborted) return;
      Object.assign(entry, { state: "gone", reason: "it was deleted meanwhile", exitCode: EXIT.failed, done: true });
      onChange();
    }),
  );
}

function reasonOf({ error, conditions }: Resource): string | null {
  const blocked = conditions.filter(({ type, status }) => type === "DependenciesReady" && status === "False");
  return [error, ...blocked.map(({ message }) => message)].filter(Boolean).join("; ") || null;
}
