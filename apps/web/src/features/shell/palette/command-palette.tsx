"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Boxes, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useEffect, useState } from "react";
import { useFocusReturn } from "~/components/ui/use-focus-return.ts";
import { resourceHref } from "~/lib/hrefs.ts";
import { mayLeaveFor } from "~/lib/leave-request.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { NAVIGATION } from "./navigation-items.ts";
import { useOrganizationPath } from "./use-organization-path.ts";
import { useCan, useViewer } from "./viewer.tsx";

const ITEM =
  "flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-2 text-sm text-ink data-[selected=true]:bg-sunken [&_svg]:size-4 [&_svg]:text-ink-faint";
const HEADING =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint";
const MAX_FOUND = 8;

/** Jumps to a page or a resource by typing a few letters: Ctrl K or Cmd K anywhere. */
export function CommandPalette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const pathOf = useOrganizationPath();
  const { scopes } = useViewer();
  const canWrite = useCan("resources:write");
  const canRead = useCan("resources:read");
  const focusReturn = useFocusReturn(open);
  const [query, setQuery] = useState("");
  const text = query.trim();

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      onOpenChange(!open);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [open, onOpenChange]);

  const found = useQuery({
    ...trpc.resources.suggest.queryOptions({ q: text, limit: MAX_FOUND }),
    enabled: open && canRead && text.length > 0,
    placeholderData: keepPreviousData,
  });

  const go = (href: string): void => {
    onOpenChange(false);
    setQuery("");
    const path = pathOf(href);
    if (mayLeaveFor(path)) router.push(path);
  };
  const pages = NAVIGATION.flatMap(({ items }) => items).filter(
    ({ scope, label, keywords = [] }) =>
      (scope === undefined || scopes.includes(scope)) &&
      [label, ...keywords].some((word) => word.toLowerCase().includes(text.toLowerCase())),
  );

  return (
    // Not cmdk's own dialog, which cannot control where the focus goes when it closes.
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <Dialog.Content
          {...focusReturn}
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-raised shadow-raised"
        >
          <Dialog.Title className="sr-only">Search or jump to</Dialog.Title>
          <Command label="Search or jump to" shouldFilter={false}>
            <Command.Input
              value={query}
              onValueChange={setQuery}
              placeholder="Name of a resource, or a page"
              className="h-12 w-full border-b border-line bg-transparent px-4 text-sm text-ink outline-none placeholder:text-ink-faint"
            />
            <Command.List className="max-h-[60vh] overflow-y-auto p-2">
              <Command.Empty className="px-2.5 py-6 text-center text-sm text-ink-soft">
                {found.isFetching ? "Searching…" : "Nothing found"}
              </Command.Empty>
              {text.length > 0 && (found.data?.length ?? 0) > 0 ? (
                <Command.Group heading="Resources" className={HEADING}>
                  {found.data?.map(({ key }) => (
                    <Command.Item key={key} value={key} onSelect={() => go(resourceHref(key))} className={ITEM}>
                      <Boxes aria-hidden />
                      <span className="truncate font-mono text-[0.8125rem]">{key}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              ) : null}
              {canWrite && "create new resource".includes(text.toLowerCase()) ? (
                <Command.Group heading="Actions" className={HEADING}>
                  <Command.Item value="new-resource" onSelect={() => go("/resources/new")} className={ITEM}>
                    <Plus aria-hidden /> New resource
                  </Command.Item>
                </Command.Group>
              ) : null}
              {pages.length > 0 ? (
                <Command.Group heading="Pages" className={HEADING}>
                  {pages.map(({ href, label, icon: Icon }) => (
                    <Command.Item key={href} value={href} onSelect={() => go(href)} className={ITEM}>
                      <Icon aria-hidden /> {label}
                    </Command.Item>
                  ))}
                </Command.Group>
              ) : null}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
