import { type Candidate, candidateName } from "@pragma/manifest";
import { useMemo, useState } from "react";

/** A candidate that is to be taken over, and the name of its resource. */
export interface Chosen {
  candidate: Candidate;
  name: string;
}

export interface Selection {
  /** In the order of the list. */
  chosen: readonly Chosen[];
  isChosen: (identity: string) => boolean;
  nameOf: (identity: string) => string;
  choose: (identities: readonly string[], isChosen: boolean) => void;
  rename: (identity: string, name: string) => void;
}

/** Which candidates are ticked, and what their resources are called: as proposed, until somebody says otherwise. */
export function useSelection(items: readonly Candidate[]): Selection {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const proposed = useMemo(() => {
    const taken = new Set<string>();
    return new Map(items.map((item) => [item.identity, candidateName(item, taken)]));
  }, [items]);
  const nameOf = (identity: string): string => given[identity] ?? proposed.get(identity) ?? "";
  return {
    chosen: items
      .filter(({ identity }) => ticked.has(identity))
      .map((candidate) => ({ candidate, name: nameOf(candidate.identity) })),
    isChosen: (identity) => ticked.has(identity),
    nameOf,
    choose: (identities, isChosen) =>
      setTicked((before) => {
        const after = new Set(before);
        for (const identity of identities) isChosen ? after.add(identity) : after.delete(identity);
        return after;
      }),
    rename: (identity, name) => setGiven((before) => ({ ...before, [identity]: name })),
  };
}
