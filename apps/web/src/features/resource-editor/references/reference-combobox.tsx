"use client";

import { Command } from "cmdk";
import { useEffect, useRef, useState } from "react";
import { cn } from "~/lib/class-names.ts";
import { CandidateItem } from "./candidate-item.tsx";
import { COMMAND_INPUT, COMMAND_LIST } from "./command-classes.ts";
import { MakerItems } from "./maker-items.tsx";
import type { Reference } from "./reference.ts";
import { type Maker, makerValue } from "./reference-items.ts";
import { useEnterPressed } from "./use-enter-pressed.ts";
import { useReferenceSearch } from "./use-reference-search.ts";
import type { Wish } from "./wish.ts";

/**
 * Finds what a field may refer to, in the field's place: outputs that suit it come first. Arrows move, Enter takes the marked one,
 * which is the first until then, Escape leaves. What is missing can be created.
 */
export function ReferenceCombobox({
  label,
  wish,
  own,
  start = "",
  onPick,
  onCreate,
  onClose,
}: {
  /** Label of the field. */
  label: string;
  wish: Wish;
  /** Key of the resource that the field is of. */
  own: string;
  /** The text to begin with. */
  start?: string;
  onPick: (reference: Reference) => void;
  /** Left out where nothing can be created. */
  onCreate: ((maker: Maker) => void) | null;
  /** @param isAbandoned the focus went elsewhere, and stays there */
  onClose: (isAbandoned: boolean) => void;
}) {
  const [text, setText] = useState(start);
  const { q, items, isStale, isSearching, problem, ...search } = useReferenceSearch(text, wish, own);
  const makers = onCreate === null ? [] : search.makers;

  const [marked, setMarked] = useState("");
  // Results from the server replace the marked one: the first is marked, so that Enter takes it.
  const isMaker = makers.some((maker) => marked === makerValue(maker));
  const known = isMaker || items.some(({ value }) => value === marked);
  const current = known ? marked : (items[0]?.value ?? "");
  const enterPressed = useEnterPressed({ q, isStale, first: items[0]?.reference }, onPick);

  const list = useRef<HTMLDivElement>(null);
  const hasItems = items.length > 0;
  // Near the end of the page it would open below what is seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: again once it has grown
  useEffect(() => {
    list.current?.scrollIntoView({ block: "nearest" });
  }, [hasItems]);

  return (
    <Command
      shouldFilter={false}
      label={`Reference for ${label}`}
      value={current}
      onValueChange={setMarked}
      className="relative"
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          event.stopPropagation();
          onClose(false);
        }
        if (event.key !== "Enter" || event.nativeEvent.isComposing || !isStale || isMaker) return;
        event.preventDefault();
        enterPressed();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onClose(true);
      }}
    >
      <Command.Input
        // It takes the place of the control that was left for it.
        autoFocus
        value={text}
        onValueChange={setText}
        aria-label={`Reference for ${label}`}
        placeholder="Search outputs"
        className={cn(COMMAND_INPUT, "border-accent")}
      />
      <div
        ref={list}
        className="absolute inset-x-0 top-full z-20 mt-1 rounded-lg border border-line bg-raised p-1 shadow-raised"
      >
        <Command.List
          label="References"
          className={cn(COMMAND_LIST, "mt-0")}
          // The list is clicked without taking the focus from the input.
          onMouseDown={(event) => event.preventDefault()}
        >
          {items.length === 0 ? (
            <p className="px-2.5 py-3 text-sm text-ink-soft">{emptyWords(isSearching, problem)}</p>
          ) : null}
          {items.map((item) => (
            <CandidateItem
              key={item.value}
              {...item}
              resourceKey={item.reference.key}
              part={item.reference.field}
              onSelect={() => onPick(item.reference)}
            />
          ))}
          {onCreate ? <MakerItems makers={makers} onCreate={onCreate} /> : null}
        </Command.List>
      </div>
      <p role="status" className="sr-only">
        {isStale ? "" : countWords(items.length, makers.length)}
      </p>
    </Command>
  );
}

function countWords(found: number, makers: number): string {
  return found === 0 && makers > 0 ? `None found, ${makers} to create` : `${found} found`;
}

function emptyWords(fetching: boolean, problem: string | undefined): string {
  if (problem !== undefined) return problem;
  return fetching
    ? "Searching…"
    : "Nothing found. To name a resource that does not exist yet, enter it in full: provider/resource/name.outputs.field";
}
