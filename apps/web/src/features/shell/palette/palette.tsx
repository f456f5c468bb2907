"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { usePathname, useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useFocusReturn } from "~/components/ui/use-focus-return.ts";
import { cn } from "~/lib/class-names.ts";
import { leaveBy } from "~/lib/leave-request.ts";
import { splitOrganizationPath } from "~/lib/organization-path.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import { usePerson } from "../person.tsx";
import { useOrganizationPath } from "../use-organization-path.ts";
import { useCan, useViewer } from "../viewer.tsx";
import { usePageActions } from "./page-actions.ts";
import { type PaletteAction, type PaletteItem, paletteGroups } from "./palette-groups.ts";
import { recentResources } from "./recent-resources.ts";
import type { TypedEarly } from "./typed-early.ts";

const ITEM =
  "flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-2 text-sm text-ink data-[selected=true]:bg-sunken [&_svg]:size-4 [&_svg]:text-ink-faint";
const HEADING =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint";
const MAX_FOUND = 8;
/** Keys that move the selection. */
const MOVES = new Set(["ArrowDown", "ArrowUp", "Home", "End"]);

export interface PaletteDialogProps {
  /** The text typed before it was there. */
  typed: RefObject<TypedEarly>;
  /** Says when it is there, and when it is gone. */
  onThere: (isThere: boolean) => void;
  onClose: () => void;
}

/** The dialog of the palette, open. */
export function PaletteDialog({ typed, onThere, onClose }: PaletteDialogProps) {
  const focusReturn = useFocusReturn(true);
  const input = useRef<HTMLInputElement>(null);
  // Radix would select what was typed early, and the next letter replace it.
  const onOpenAutoFocus = (event: Event): void => {
    event.preventDefault();
    input.current?.focus();
    input.current?.setSelectionRange(input.current.value.length, input.current.value.length);
  };
  return (
    // Not cmdk's own dialog, which cannot control where the focus goes when it closes.
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <Dialog.Content
          {...focusReturn}
          onOpenAutoFocus={onOpenAutoFocus}
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-raised shadow-raised"
        >
          <Dialog.Title className="sr-only">Search or jump to</Dialog.Title>
          <Palette input={input} typed={typed} onThere={onThere} onDone={onClose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface PaletteProps extends Omit<PaletteDialogProps, "onClose"> {
  input: RefObject<HTMLInputElement | null>;
  onDone: () => void;
}

function Palette({ input, typed, onThere, onDone }: PaletteProps) {
  const viewer = useViewer();
  const { operator } = usePerson();
  const path = splitOrganizationPath(usePathname())?.within ?? "/";
  const [early] = useState(() => typed.current);
  const [query, setQuery] = useState(early.text);
  // From here on the input gets what is typed.
  useLayoutEffect(() => {
    onThere(true);
    return () => onThere(false);
  }, [onThere]);
  const text = query.trim();
  const { found, types, isFetching, error } = useMatches(text);
  const choose = useChoose(onDone);
  const recent = recentResources(viewer);
  const actions = usePageActions();
  const groups = paletteGroups({ text, path, viewer, operator, found, recent, types, actions });
  const first = groups[0]?.items[0];
  // The best match comes first, also when it is found only later. Users who have moved stay where they are.
  const [selected, setSelected] = useState("");
  const [isMoved, setIsMoved] = useState(false);
  // Enter is kept until all is found, with what came first when it was pressed.
  const [entered, setEntered] = useState<{ on?: string | undefined } | null>(early.isEntered ? {} : null);
  const enterFirst = useRef(() => {});
  useEffect(() => {
    enterFirst.current = () => {
      setEntered(null);
      // An action with effects has to be seen before it is chosen.
      if (first && (first.action.kind !== "action" || first.id === entered?.on)) choose(first.action);
    };
  });
  useEffect(() => {
    if (entered && !isFetching) enterFirst.current();
  }, [entered, isFetching]);
  // From the first entry, before cmdk says where to: it says nothing if that is the same.
  const startToMove = (): void => {
    if (isMoved) return;
    setIsMoved(true);
    setSelected(first?.id ?? "");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (MOVES.has(event.key)) startToMove();
    if (event.key !== "Enter" || isMoved || !isFetching) return;
    event.preventDefault();
    setEntered({ on: first?.id });
  };
  return (
    <Command
      label="Search or jump to"
      shouldFilter={false}
      value={isMoved ? selected : (first?.id ?? "")}
      onValueChange={setSelected}
      onKeyDown={onKeyDown}
    >
      <Command.Input
        ref={input}
        value={query}
        onValueChange={(typed) => {
          setQuery(typed);
          setIsMoved(false);
          setEntered(null);
        }}
        placeholder="Name of a resource, or a page"
        className="h-12 w-full border-b border-line bg-transparent px-4 text-sm text-ink outline-none placeholder:text-ink-faint"
      />
      {error ? (
        <p role="alert" className="px-4 pt-3 text-sm text-danger-text">
          Resources could not be searched: {error}
        </p>
      ) : null}
      <Command.List className="max-h-[60vh] overflow-y-auto p-2" onPointerMoveCapture={startToMove}>
        <Command.Empty className="px-2.5 py-6 text-center text-sm text-ink-soft">
          {wordsForNothing(isFetching, error)}
        </Command.Empty>
        {groups.map(({ heading, items }) => (
          <Command.Group key={heading} heading={heading} className={HEADING}>
            {items.map((item) => (
              <Item key={item.id} item={item} onSelect={() => choose(item.action)} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

function wordsForNothing(isFetching: boolean, error: string | null): string {
  if (isFetching) return "Searching…";
  return error === null ? "Nothing found" : "No page found";
}

function Item({ item: { id, label, icon: Icon, isCode }, onSelect }: { item: PaletteItem; onSelect: () => void }) {
  return (
    <Command.Item value={id} onSelect={onSelect} className={ITEM}>
      <Icon aria-hidden />
      <span className={cn("truncate", isCode && "font-mono text-dense")}>{label}</span>
    </Command.Item>
  );
}

/** Resources and types that match what was typed. */
function useMatches(text: string) {
  const trpc = useTRPC();
  const canRead = useCan("resources:read");
  const found = useQuery({
    ...trpc.resources.suggest.queryOptions({ q: text, limit: MAX_FOUND }),
    enabled: canRead && text.length > 0,
    placeholderData: keepPreviousData,
  });
  const types = useQuery({ ...trpc.resources.types.queryOptions(), enabled: canRead && text.length > 0 });
  const failed = found.error ?? types.error;
  return {
    found: text.length > 0 ? (found.data ?? []).map(({ key }) => key) : [],
    types: (types.data ?? []).map(({ provider, resource }) => `${provider}/${resource}`),
    // Without a network the answer is still to come, too.
    isFetching: found.fetchStatus !== "idle" || (types.isPending && types.fetchStatus !== "idle"),
    error: failed && text.length > 0 ? errorMessage(failed) : null,
  };
}

function useChoose(onDone: () => void): (action: PaletteAction) => void {
  const router = useRouter();
  const pathOf = useOrganizationPath();
  const { setTheme } = useTheme();
  return (action) => {
    onDone();
    if (action.kind === "theme") return setTheme(action.theme);
    if (action.kind === "action") return action.run();
    const address = action.kind === "page" ? pathOf(action.href) : action.address;
    leaveBy(() => router.push(address));
  };
}
