import type { Condition } from "@pragma/contract";

type Said = Pick<Condition, "type" | "status" | "reason">;

const WORDS: Record<Condition["type"], Readonly<Record<string, string>>> = {
  Ready: {
    Ready: "Ready",
    Draft: "Draft",
    Pending: "Not ready",
    Processing: "Not ready",
    Paused: "Not ready: paused",
    Retrying: "Not ready: retrying automatically",
    Failed: "Not ready: failed",
  },
  DependenciesReady: {
    AllReady: "Dependencies ready",
    Waiting: "Waiting for dependencies",
    DependencyFailed: "A dependency failed",
    DependencyAbsent: "A dependency does not exist",
    TypeUnknown: "No provider serves the type of a dependency",
  },
  Deleting: {
    Deleting: "Being deleted",
    DeletionFailed: "Deletion failed",
    DeletionHeldUp: "Waiting to be deleted",
  },
  Stale: {
    InputChanged: "May be out of date: an input may have changed",
    DependencyFailed: "May be out of date: a dependency failed",
  },
  Paused: { Paused: "Paused" },
  Replacing: {
    Replacing: "Being replaced: the old one is gone",
    CreationFailed: "Being replaced: the old one is gone, and the new one could not be created",
  },
  InSync: { Drifted: "Changed outside Pragma", Missing: "Does not exist any more" },
};

/** A condition in words, to which its message adds the details; one that only newer servers know is named as the API does. */
export function conditionWords({ type, status, reason }: Said): string {
  const words = WORDS[type] as Readonly<Record<string, string>> | undefined;
  return words?.[reason] ?? `${type}: ${status}, ${reason}`;
}
