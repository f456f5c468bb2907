"use client";

import { parseKey } from "@pragma/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { useEffect, useState } from "react";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { COMMAND_INPUT, COMMAND_ITEM, COMMAND_LIST } from "./command-classes.ts";

const LIMIT = 30;

/** Finds a resource by a part of its key. One that does not exist yet can be named in full. */
export function ResourceSearch({
  onPick,
  label = "Search resources",
}: {
  onPick: (key: string) => void;
  label?: string;
}) {
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const query = text.trim();
  const found = useQuery({
    ...trpc.resources.suggest.queryOptions({ q: query, limit: LIMIT }),
    placeholderData: keepPreviousData,
  });
  const items = found.data ?? [];
  const absent = parseKey(query) !== null && !items.some(({ key }) => key === query);
  const [marked, setMarked] = useState("");
  const first = items[0]?.key ?? (absent ? `absent ${query}` : "");
  // Results from the server replace the marked one: the first is marked, so that Enter takes it.
  const current = items.some(({ key }) => key === marked) ? marked : first;
  /** Enter was pressed before its result arrived. */
  const [entered, setEntered] = useState<string | null>(null);
  const firstKey = items[0]?.key ?? (absent ? query : undefined);
  useEffect(() => {
    if (entered === null || found.isPlaceholderData || found.isPending) return;
    setEntered(null);
    if (entered === query && firstKey !== undefined) onPick(firstKey);
  }, [entered, query, firstKey, found.isPlaceholderData, found.isPending, onPick]);
  return (
    <Command
      shouldFilter={false}
      label={label}
      value={current}
      onValueChange={setMarked}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(found.isPlaceholderData || found.isPending)) return;
        event.preventDefault();
        setEntered(query);
      }}
    >
      <Command.Input
        value={text}
        onValueChange={setText}
        aria-label={label}
        placeholder="Name, or provider/resource/name"
        className={COMMAND_INPUT}
      />
      <Command.List label="Resources" className={COMMAND_LIST}>
        <Command.Empty className="px-2.5 py-6 text-center text-sm text-ink-soft">
          {emptyWords(found.isFetching, found.error?.message)}
        </Command.Empty>
        {items.map(({ key, lifecycle_state }) => (
          <Command.Item key={key} value={key} onSelect={() => onPick(key)} className={COMMAND_ITEM}>
            <span className="min-w-0 flex-1 break-all font-mono text-dense">{key}</span>
            <StateBadge state={lifecycle_state} />
          </Command.Item>
        ))}
        {absent ? (
          <Command.Item value={`absent ${query}`} onSelect={() => onPick(query)} className={COMMAND_ITEM}>
            <span className="min-w-0 flex-1 break-all font-mono text-dense">{query}</span>
            <StateBadge state={null} />
          </Command.Item>
        ) : null}
      </Command.List>
    </Command>
  );
}

function emptyWords(fetching: boolean, problem: string | undefined): string {
  if (problem !== undefined) return problem;
  return fetching
    ? "Searching…"
    : "Nothing found. To name a resource that does not exist yet, enter it in full: provider/resource/name";
}
