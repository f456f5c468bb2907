import { type ReactNode, useId } from "react";
import { DisclosureButton } from "~/components/ui/disclosure-button.tsx";
import { type ActionEntry, stateWords } from "./action-groups.ts";
import { ActionKindBadge } from "./action-state.tsx";
import { InlineChanges } from "./inline-changes.tsx";

/** Actions with the same difference as one row, and each of them below once it is opened. */
export function EqualActions({
  entry: { type, first, actions },
  open,
  onToggle,
  children,
}: {
  entry: Extract<ActionEntry, { kind: "equal" }>;
  open: boolean;
  onToggle: () => void;
  /** A row each. */
  children: ReactNode;
}) {
  const id = useId();
  const name = `${actions.length.toLocaleString("en")} × ${type}`;
  return (
    <li className="border-t border-line first:border-t-0">
      <div data-list-row="" className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
        <DisclosureButton open={open} controls={id} label={`Each of ${name}`} onToggle={onToggle} />
        <ActionKindBadge kind={first.action} />
        <span className="font-mono text-dense text-ink">{name}</span>
        <span className="min-w-0 sm:flex-1 sm:basis-48">
          <InlineChanges changes={first.changes} />
        </span>
        <span className="ml-auto text-xs text-ink-soft tabular-nums">{stateWords(actions)}</span>
      </div>
      {open ? (
        <ul id={id} aria-label={name} className="border-t border-line pl-6">
          {children}
        </ul>
      ) : null}
    </li>
  );
}
