"use client";

import { useId } from "react";
import { SIDES, type Side } from "./change-graph.ts";

const LABELS: Record<Side, string> = { before: "Before", after: "After", both: "Both" };

/** Which side of a change is drawn. */
export function SideSwitch({ side, onSide }: { side: Side; onSide: (side: Side) => void }) {
  const name = useId();
  return (
    <fieldset className="flex overflow-hidden rounded-md border border-line-strong">
      <legend className="sr-only">Shown</legend>
      {SIDES.map((each) => (
        <label
          key={each}
          className="cursor-pointer px-2.5 py-1 text-dense text-ink-soft has-[:checked]:bg-accent-soft has-[:checked]:font-medium has-[:checked]:text-accent-text has-[:focus-visible]:outline-2 has-[:focus-visible]:-outline-offset-2 has-[:focus-visible]:outline-accent"
        >
          <input type="radio" name={name} className="sr-only" checked={side === each} onChange={() => onSide(each)} />
          {LABELS[each]}
        </label>
      ))}
    </fieldset>
  );
}
