"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { Input } from "~/components/ui/field.tsx";
import { isTyping } from "~/features/keyboard/is-typing.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { FoundList } from "./found-list.tsx";

const MAX_FOUND = 8;

export interface FindNodeProps {
  /** The typed text, which highlights its matches. */
  text: string;
  onText: (text: string) => void;
  /** One was chosen. */
  onFind: (key: string) => void;
}

/** Finds a node by a part of its name or type, and goes there: a combobox, which `/` leads to. */
export function FindNode({ text, onText, onFind }: FindNodeProps) {
  const trpc = useTRPC();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const q = useDeferredValue(text.trim());
  const query = useQuery({
    ...trpc.resources.suggest.queryOptions({ q, limit: MAX_FOUND }),
    enabled: isOpen && q !== "",
    placeholderData: keepPreviousData,
  });
  const found = isOpen && q !== "" ? (query.data ?? []) : [];
  /** The results are not yet those of the typed text. */
  const isStale = query.isPending || query.isPlaceholderData || q !== text.trim();
  const at = Math.min(active, found.length - 1);
  useSlash(() => input.current?.focus());

  const choose = (key: string): void => {
    setOpen(false);
    onFind(key);
  };
  const enter = useEntered({ text: text.trim(), isStale, first: found[0]?.key, choose });
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setOpen(true);
      if (found.length > 0) setActive((at + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const chosen = found[at];
      if (isStale && isOpen && text.trim() !== "") enter();
      if (!isStale && chosen) choose(chosen.key);
    } else if (event.key === "Escape") {
      if (isOpen && text !== "") setOpen(false);
      else onText("");
    }
  };
  const isListed = isOpen && q !== "";
  return (
    <div className="relative flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-ink-soft">
        Search
      </label>
      <span className="relative">
        <Search aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-faint" />
        <Input
          ref={input}
          id={id}
          type="text"
          role="combobox"
          aria-expanded={isListed}
          aria-controls={`${id}-found`}
          aria-autocomplete="list"
          aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
          value={text}
          placeholder="Name or type"
          autoComplete="off"
          spellCheck={false}
          className="pl-8"
          onKeyDown={onKeyDown}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onChange={({ target }) => {
            setOpen(true);
            setActive(0);
            onText(target.value);
          }}
        />
      </span>
      {isListed ? (
        <FoundList id={id} found={found} active={at} isReading={isStale || query.isFetching} onChoose={choose} />
      ) : null}
    </div>
  );
}

/**
 * Enter before what is typed has been looked up: the first that is found is chosen as soon as it has been, unless something
 * else has been typed by then.
 * @returns remembers that Enter was pressed
 */
function useEntered({
  text,
  isStale,
  first,
  choose,
}: {
  text: string;
  isStale: boolean;
  /** Undefined also after the list was closed. */
  first: string | undefined;
  choose: (key: string) => void;
}): () => void {
  const [entered, setEntered] = useState<string | null>(null);
  const latest = useRef(choose);
  useEffect(() => {
    latest.current = choose;
  });
  useEffect(() => {
    if (entered === null || isStale) return;
    setEntered(null);
    if (entered === text && first !== undefined) latest.current(first);
  }, [entered, isStale, text, first]);
  return () => setEntered(text);
}

/** Calls `then` when / is pressed where nothing is typed. */
function useSlash(then: () => void): void {
  const latest = useRef(then);
  useEffect(() => {
    latest.current = then;
  });
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== "/" || isTyping(event)) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
