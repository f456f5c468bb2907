"use client";

import { onlyEditHelps, type Resource, resourceKey } from "@pragma/contract";
import {
  Ban,
  Bomb,
  Copy,
  CopyPlus,
  Ellipsis,
  Pencil,
  Play,
  RefreshCw,
  RotateCcw,
  Trash2,
  Undo2,
  Waypoints,
} from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "~/components/ui/menu.tsx";
import { canBeReapplied, isDeleting } from "~/features/resource-elements/resource-facts.ts";
import { stateActionsOf } from "~/features/resource-elements/state-actions.ts";
import { Link } from "~/features/shell/link.tsx";
import type { PageAction } from "~/features/shell/palette/page-actions.ts";
import { useCan } from "~/features/shell/viewer.tsx";
import { editResourceHref, graphHref, newResourceHref, questionHref } from "~/lib/hrefs.ts";
import { toast } from "~/lib/toast.ts";
import type { ResourceMutations } from "./use-resource-mutations.ts";

export interface ResourceActionsProps {
  resource: Resource;
  mutations: ResourceMutations;
  onApply: () => void;
  onDelete: () => void;
}

/** The viewer's actions on the resource in its current state. */
export function ResourceActions({ resource, mutations, onApply, onDelete }: ResourceActionsProps) {
  const canWrite = useCan("resources:write");
  const key = resourceKey(resource);
  return (
    <>
      {canWrite ? <StateActions resource={resource} mutations={mutations} onApply={onApply} /> : null}
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
            {canBeReapplied(resource) && mutations.busy === null ? (
              <MenuItem onSelect={mutations.reapply}>
                <RefreshCw aria-hidden /> Re-apply
              </MenuItem>
            ) : null}
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

const ICONS = { apply: Play, retry: RotateCcw, withdraw: Undo2, cancel: Ban };

function StateActions({ resource, mutations, onApply }: Omit<ResourceActionsProps, "onDelete">) {
  const isEditFirst = onlyEditHelps(resource);
  const edit = isDeleting(resource) ? null : (
    <Button asChild variant={isEditFirst ? "primary" : "secondary"}>
      <Link href={editResourceHref(resourceKey(resource))}>
        <Pencil aria-hidden /> Edit
      </Link>
    </Button>
  );
  return (
    <>
      {isEditFirst ? edit : null}
      {stateActionsOf(resource).map(({ kind, label, isPrimary }) => {
        const Icon = ICONS[kind];
        return (
          <Button
            key={label}
            variant={isPrimary ? "primary" : "secondary"}
            busy={mutations.busy === kind}
            onClick={kind === "apply" ? onApply : mutations[kind]}
          >
            <Icon aria-hidden /> {label}
          </Button>
        );
      })}
      {isEditFirst ? null : edit}
    </>
  );
}

/** The same for the palette, which has the links by itself. */
export function paletteActionsOf(
  { resource, mutations, onApply, onDelete }: ResourceActionsProps,
  canWrite: boolean,
): PageAction[] {
  const copies = [
    { id: "copy-key", label: "Copy key", icon: Copy, run: () => void copy(resourceKey(resource)) },
    { id: "copy-id", label: "Copy id", icon: Copy, run: () => void copy(resource.id) },
  ];
  if (!canWrite) return copies;
  const allowed = (mutations.busy === null ? stateActionsOf(resource) : []).map(({ kind, label }) => {
    return { id: kind, label, icon: ICONS[kind], run: kind === "apply" ? onApply : mutations[kind] };
  });
  const reapply = { id: "reapply", label: "Re-apply", icon: RefreshCw, run: mutations.reapply };
  const again = canBeReapplied(resource) && mutations.busy === null ? [reapply] : [];
  return [...allowed, ...again, ...copies, { id: "delete", label: "Delete…", icon: Trash2, run: onDelete }];
}

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  toast.success("Copied");
}
