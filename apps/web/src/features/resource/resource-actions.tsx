"use client";

import { isBetweenAttempts, isCancellable, isRetryable, type Resource, resourceKey } from "@pragma/contract";
import { Ban, Bomb, Copy, CopyPlus, Ellipsis, Pencil, Play, RotateCcw, Trash2, Undo2, Waypoints } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "~/components/ui/menu.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { editResourceHref, graphHref, newResourceHref, questionHref } from "~/lib/hrefs.ts";
import { toast } from "~/lib/toast.ts";
import { canBeApplied, isDeleting } from "./resource-facts.ts";
import type { ResourceDeeds } from "./use-resource-deeds.ts";

export interface ResourceActionsProps {
  resource: Resource;
  deeds: ResourceDeeds;
  onApply: () => void;
  onDelete: () => void;
}

/** What the viewer may do with the resource in its current state. */
export function ResourceActions({ resource, deeds, onApply, onDelete }: ResourceActionsProps) {
  const canWrite = useCan("resources:write");
  const key = resourceKey(resource);
  const copy = async (text: string): Promise<void> => {
    await navigator.clipboard.writeText(text);
    toast.success("Copied");
  };
  return (
    <>
      {canWrite ? <StateActions resource={resource} deeds={deeds} onApply={onApply} /> : null}
      <Menu
        trigger={
          <Button size="icon" aria-label="More actions">
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem asChild>
          <Link href={graphHref(key)}>
            <Waypoints aria-hidden /> Open in graph
          </Link>
        </MenuItem>
        <MenuItem asChild>
          <Link href={questionHref("blast", key)}>
            <Bomb aria-hidden /> What breaks if I delete this?
          </Link>
        </MenuItem>
        <MenuItem onSelect={() => void copy(resource.id)}>
          <Copy aria-hidden /> Copy id
        </MenuItem>
        {canWrite ? (
          <>
            <MenuItem asChild>
              <Link href={newResourceHref({ from: key })}>
                <CopyPlus aria-hidden /> Duplicate
              </Link>
            </MenuItem>
            <MenuSeparator />
            <MenuItem danger onSelect={onDelete}>
              <Trash2 aria-hidden /> Delete…
            </MenuItem>
          </>
        ) : null}
      </Menu>
    </>
  );
}

function StateActions({ resource, deeds, onApply }: Omit<ResourceActionsProps, "onDelete">) {
  const { lifecycle_state: state } = resource;
  const deleting = isDeleting(resource);
  const withdrawable = deleting && isRetryable(state);
  return (
    <>
      {canBeApplied(resource) && !deleting ? (
        <Button variant="primary" onClick={onApply}>
          <Play aria-hidden /> Apply…
        </Button>
      ) : null}
      {isRetryable(state) ? (
        <Button variant="primary" busy={deeds.busy === "retry"} onClick={deeds.retry}>
          <RotateCcw aria-hidden /> {deleting ? "Retry deletion" : "Retry"}
        </Button>
      ) : null}
      {isBetweenAttempts(state, resource.error) ? (
        <Button busy={deeds.busy === "retry"} onClick={deeds.retry}>
          <RotateCcw aria-hidden /> Retry now
        </Button>
      ) : null}
      {withdrawable ? (
        <Button busy={deeds.busy === "withdraw"} onClick={deeds.withdraw}>
          <Undo2 aria-hidden /> Withdraw deletion
        </Button>
      ) : null}
      {isCancellable(state) ? (
        <Button busy={deeds.busy === "cancel"} onClick={deeds.cancel}>
          <Ban aria-hidden /> Cancel
        </Button>
      ) : null}
      {deleting ? null : (
        <Button asChild>
          <Link href={editResourceHref(resourceKey(resource))}>
            <Pencil aria-hidden /> Edit
          </Link>
        </Button>
      )}
    </>
  );
}
