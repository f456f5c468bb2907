import { onlyEditHelps } from "@pragma/contract/only-edit-helps";
import type { Explanation } from "@pragma/sdk";

type Step = Explanation["way"][number];

/** What to do about the root cause, by the commands for it; null if there is none, since too many are waited for. */
export function remedyFor(way: readonly Step[]): string | null {
  const root = way.at(-1);
  if (root === undefined) return null;
  const waiter = way.at(-2)?.key;
  switch (root.cause) {
    case "failed":
      return root.deleting ? failedDeletion(root) : failed(root);
    case "unfit": {
      const provider = root.key.split("/")[0];
      return `Give it a connection of ${provider}, or null, and apply it. \`pragma connections list --provider ${provider}\` lists them.`;
    }
    case "paused":
      return `Resume it with \`pragma resume ${root.key}\`.`;
    case "unserved":
      return `Deploy a provider that serves ${typeOf(root.key)}, or correct the reference in ${waiter}. \`pragma resources types\` lists what is served.`;
    case "absent":
      return `Declare it with \`pragma apply\`, or correct the reference in ${waiter}.`;
    case "unapplied":
      return "Apply it with `pragma apply`: a draft is only stored.";
    case "retrying":
      return `It is retried automatically; \`pragma resources retry ${root.key}\` starts the next attempt now.`;
    case "running":
      return `Nothing, unless it hangs: \`pragma resources logs ${root.key}\` shows what it does, and \`pragma resources cancel ${root.key}\` stops it.`;
    case "ending":
      return "Nothing: it goes on once the provider has stopped.";
    case "queued":
      return "Nothing: its turn comes.";
    default:
      return null;
  }
}

function failed(root: Step): string {
  if (onlyEditHelps(root)) {
    return "Correct its config and apply it: a retry would fail again, unless a value that it takes from others has changed.";
  }
  return `Once the cause is fixed, \`pragma resources retry ${root.key}\`. \`pragma resources logs ${root.key}\` shows what its provider logged.`;
}

function failedDeletion({ key }: Step): string {
  return `Once the cause is fixed, \`pragma resources retry ${key}\`. Applying it withdraws its deletion; \`pragma resources delete ${key} --orphan\` forgets it and leaves the real thing.`;
}

function typeOf(key: string): string {
  return key.split("/").slice(0, 2).join("/");
}
