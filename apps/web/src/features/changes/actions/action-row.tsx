"use client";

import { type Blocked, onlyEditHelps } from "@pragma/contract";
import { Pencil, RotateCcw, ScrollText } from "lucide-react";
import dynamic from "next/dynamic";
import { useId } from "react";
import { Button } from "~/components/ui/button.tsx";
import { DisclosureButton } from "~/components/ui/disclosure-button.tsx";
import { LinkedText } from "~/features/resource-elements/linked-text.tsx";
import { ResourceLink } from "~/features/resource-elements/resource-link.tsx";
import { Link } from "~/features/shell/link.tsx";
import { editResourceHref } from "~/lib/hrefs.ts";
import { loadPart } from "~/lib/load-part.ts";
import { readableId } from "~/lib/readable-id.ts";
import { becauseWords } from "../change-words.ts";
import type { ShownAction } from "../types.ts";
import { failedAttemptOf, hasDetails, isNotBegun, keyOf, lastAttempt } from "./action-groups.ts";
import { ActionKindBadge, ActionStateBadge } from "./action-state.tsx";
import { InlineChanges } from "./inline-changes.tsx";
import { Issues } from "./issues.tsx";

/** Loaded when a row is first unfolded. */
const ValueChanges = dynamic(() =>
  loadPart(() => import("~/features/resource-elements/value-changes.tsx")).then((file) => file.ValueChanges),
);
const AttemptLog = dynamic(() =>
  loadPart(() => import("~/features/resource-elements/log/attempt-log.tsx")).then((file) => file.AttemptLog),
);

interface ActionRowProps {
  action: ShownAction;
  open: boolean;
  /** It is one of several with the same difference, which is shown above them. */
  isAlike?: boolean;
  onToggle: () => void;
  isLogOpen: boolean;
  onToggleLog: () => void;
  /** The cause that blocks it, if any. */
  blocked: Blocked | undefined;
  /** Keys of resources by their ids, as far as they are known. */
  keys: ReadonlyMap<string, string>;
  /** Undefined for what cannot be retried, and for viewers who may not. */
  onRetry: (() => void) | undefined;
  isRetrying: boolean;
}

/** An action: what happens to which resource and why, its values once unfolded, and what became of it. */
export function ActionRow({
  action,
  open,
  isAlike = false,
  onToggle,
  isLogOpen,
  onToggleLog,
  blocked,
  keys,
  onRetry,
  isRetrying,
}: ActionRowProps) {
  const { resource, because, issues, warnings, state, error } = action;
  const key = keyOf(resource);
  const why = becauseWords(action);
  const id = useId();
  const unfolds = hasDetails(action) && !isAlike;
  const attempt = lastAttempt(action);
  const failedAttempt = failedAttemptOf(action);
  return (
    <li data-list-row="" className="border-t border-line px-3 py-2 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {unfolds ? (
          <DisclosureButton open={open} controls={id} label={`Values of ${key}`} onToggle={onToggle} />
        ) : (
          <span className="size-8 shrink-0 max-sm:hidden" />
        )}
        <ActionKindBadge kind={action.action} />
        <ResourceLink resourceKey={key} />
        {why === null ? null : (
          <span className="inline-flex flex-wrap items-center gap-x-1.5 text-dense text-ink-faint">
            {why}
            {because.from ? <ResourceLink resourceKey={keys.get(because.from) ?? readableId(because.from)} /> : null}
          </span>
        )}
        {unfolds && !open ? (
          <span className="min-w-0 max-sm:order-last max-sm:basis-full sm:flex-1 sm:basis-48">
            <InlineChanges changes={action.changes} />
          </span>
        ) : null}
        <span className="ml-auto inline-flex items-center gap-2">
          {attempt ? (
            <Button size="small" variant="ghost" aria-expanded={isLogOpen} onClick={onToggleLog}>
              <ScrollText aria-hidden /> Log<span className="sr-only"> of {key}</span>
            </Button>
          ) : null}
          <ActionStateBadge action={action} isBlocked={blocked !== undefined} />
          {onRetry && onlyEditHelps(action) ? (
            <Button asChild size="small" variant="primary">
              <Link href={editResourceHref(key)} prefetch={false} aria-label={`Edit ${key}`}>
                <Pencil aria-hidden /> Edit
              </Link>
            </Button>
          ) : null}
          {onRetry ? (
            <Button size="small" busy={isRetrying} onClick={onRetry} aria-label={`Retry ${key}`}>
              <RotateCcw aria-hidden /> Retry
            </Button>
          ) : null}
        </span>
      </div>
      <div className="sm:pl-11">
        {error && state !== "succeeded" && !isNotBegun(action) ? (
          <p className="mt-1 font-mono text-dense whitespace-pre-wrap text-danger-text [overflow-wrap:anywhere]">
            {failedAttempt === null ? null : <span className="font-sans">Attempt {failedAttempt} failed: </span>}
            <LinkedText text={error} />
          </p>
        ) : null}
        <Issues issues={issues} />
        {warnings.map((warning) => (
          <p key={warning} className="mt-1 text-dense text-pending-text [overflow-wrap:anywhere]">
            <span className="font-medium">Warning: </span>
            <LinkedText text={warning} />
          </p>
        ))}
        {open && unfolds ? (
          <div id={id}>
            <ValueChanges changes={action.changes} />
          </div>
        ) : null}
        {attempt && isLogOpen ? (
          <div className="mt-1.5">
            <AttemptLog resourceKey={key} {...attempt} />
          </div>
        ) : null}
      </div>
    </li>
  );
}
