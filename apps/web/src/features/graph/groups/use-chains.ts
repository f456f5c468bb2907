"use client";

import { useMemo, useState } from "react";
import type { GraphModel } from "../model/graph-model.ts";
import { type Jump, jumpTo } from "../model/jump.ts";
import type { NodeGroup } from "../model/node-group.ts";
import type { Answer } from "../question/answer.ts";
import { foldChains } from "./fold-chains.ts";

interface Seen {
  /** Keys of what is looked at. */
  node: string | null;
  root: string | null;
  jump: Jump | null;
  told: Answer | null;
}

/** A model with its chains folded, but for those that were unfolded, and for what is looked at. */
export function useChains(model: GraphModel, { node, root, jump, told }: Seen) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [into, setInto] = useState<{ jump: Jump; instead: Jump | null } | null>(null);
  const folded = useMemo(() => {
    const seen = [node, root, jump?.key ?? null].flatMap((key) => (key === null ? [] : [jumpTo(key).id]));
    return foldChains(model, new Set([...seen, ...(told?.ids ?? [])]), unfolded);
  }, [model, node, root, jump, told, unfolded]);
  return {
    model: folded,
    /** Where to go: into what was unfolded last, unless there is somewhere else to go since. */
    jump: into?.instead === jump ? into.jump : jump,
    unfold: ({ name, members }: NodeGroup): void => {
      const [first] = members;
      setUnfolded(new Set([...unfolded, name ?? ""]));
      if (first) setInto({ jump: { id: first.id, key: first.key }, instead: jump });
    },
  };
}
