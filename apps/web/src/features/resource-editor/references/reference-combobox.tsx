"use client";

import { parseKey } from "@pragma/contract";
import { typedText } from "@pragma/language";
import type { RouterOutputs } from "@pragma/trpc";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { CandidateItem } from "./candidate-item.tsx";
import { COMMAND_HEADING, COMMAND_INPUT, COMMAND_ITEM, COMMAND_LIST } from "./command-classes.ts";
import { configPaths } from "./config-paths.ts";
import type { Reference } from "./reference.ts";
import { typedReference } from "./typed-reference.ts";
import type { Wish } from "./wish.ts";

/** A type whose new resource a field could refer to. */
export interface Maker {
  provider: string;
  resource: string;
  description: string | null;
  /** Of the output to refer to; empty if nothing says which. */
  path: string;
  /** Whoever writes its config gives it that output, in `data`. */
  open: boolean;
  /** As it was typed; null leaves the name to a proposal. */
  name: string | null;
}

const CONFIG = /^(.+?)\.config(?:\.|$)/;

/**
 * Finds what a field may refer to, in the field's place: outputs that suit it come first. Arrows move, Enter takes, Escape
 * leaves. What is missing can be created.
 */
export function ReferenceCombobox({
  label,
  wish,
  start = "",
  onPick,
  onCreate,
  onClose,
}: {
  /** Of the field. */
  label: string;
  wish: Wish;
  /** The text to begin with. */
  start?: string;
  onPick: (reference: Reference) => void;
  /** Left out where nothing can be created. */
  onCreate: ((maker: Maker) => void) | null;
  /** @param isAbandoned the focus went elsewhere, and stays there */
  onClose: (isAbandoned: boolean) => void;
}) {
  const trpc = useTRPC();
  const [text, setText] = useState(start);
  const whole = typedText(text);
  const q = whole.slice(0, 200);
  const found = useQuery({
    ...trpc.resources.suggestReferences.queryOptions({ q: CONFIG.test(q) ? "" : q, ...wish }),
    placeholderData: keepPreviousData,
  });
  const inConfig = useConfigPaths(q);
  const typed = typedReference(text);
  const candidates = inConfig ?? found.data?.candidates.map(asItem) ?? [];
  const items = typed === null ? candidates : withTyped(candidates, typed);
  const stale = found.isPlaceholderData || found.isPending;
  const makers = onCreate === null || inConfig ? [] : makersOf(found.data, stale || q !== whole);

  const [marked, setMarked] = useState("");
  // Results from the server replace the marked one: the first is marked, so that Enter takes it.
  const isMaker = makers.some((maker) => marked === makerValue(maker));
  const known = isMaker || items.some(({ value }) => value === marked);
  const current = known ? marked : (items[0]?.value ?? "");
  /** Enter was pressed before its result arrived. */
  const [entered, setEntered] = useState<string | null>(null);
  const first = items[0]?.reference;
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  });
  useEffect(() => {
    if (entered === null || stale) return;
    setEntered(null);
    if (entered === q && first) pick.current(first);
  }, [entered, stale, q, first]);

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
        if (event.key !== "Enter" || event.nativeEvent.isComposing || !stale || inConfig || isMaker) return;
        event.preventDefault();
        setEntered(q);
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
        placeholder="Words of a resource and its output"
        className={`${COMMAND_INPUT} border-accent`}
      />
      <div
        ref={list}
        className="absolute inset-x-0 top-full z-20 mt-1 rounded-lg border border-line bg-raised p-1 shadow-raised"
      >
        <Command.List
          label="References"
          className={`${COMMAND_LIST} mt-0`}
          // The list is clicked without taking the focus from the input.
          onMouseDown={(event) => event.preventDefault()}
        >
          {items.length === 0 ? (
            <p className="px-2.5 py-3 text-sm text-ink-soft">{emptyWords(found.isFetching, found.error?.message)}</p>
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
          {makers.length > 0 ? (
            <Command.Group heading="Create what is missing" className={COMMAND_HEADING}>
              {makers.map((maker) => (
                <Command.Item
                  key={makerValue(maker)}
                  value={makerValue(maker)}
                  onSelect={() => onCreate?.(maker)}
                  className={COMMAND_ITEM}
                >
                  <span className="min-w-0">
                    New{" "}
                    <span className="font-mono text-dense">
                      {maker.provider}/{maker.resource}
                      {maker.name === null ? "" : `/${maker.name}`}
                    </span>
                    {maker.description ? (
                      <span className="block text-xs text-ink-faint">{maker.description}</span>
                    ) : null}
                  </span>
                </Command.Item>
              ))}
            </Command.Group>
          ) : null}
        </Command.List>
      </div>
      <p role="status" className="sr-only">
        {stale ? "" : countWords(items.length, makers.length)}
      </p>
    </Command>
  );
}

interface Item {
  value: string;
  reference: Reference;
  type: string | null;
  description: string | null;
  notes: { tone: "neutral" | "warning"; words: string }[];
}

function asItem(candidate: {
  key: string;
  path: string;
  type: string | null;
  description: string | null;
  sensitive: boolean;
  present: boolean;
  fits: boolean;
}): Item {
  const reference = { key: candidate.key, field: `outputs.${candidate.path}` };
  const notes: Item["notes"] = [];
  if (candidate.sensitive) notes.push({ tone: "neutral", words: "secret" });
  if (!candidate.fits) notes.push({ tone: "warning", words: "other type" });
  if (!candidate.present) notes.push({ tone: "warning", words: "not there yet" });
  return { value: textOf(reference), reference, type: candidate.type, description: candidate.description, notes };
}

/** Parts of a config, where the text asks for them: `postgres/database/shop.config.`. */
function useConfigPaths(text: string): Item[] | null {
  const trpc = useTRPC();
  const types = useQuery(trpc.resources.types.queryOptions());
  const key = CONFIG.exec(text)?.[1] ?? "";
  const ref = parseKey(key);
  const schema = types.data?.find((type) => type.provider === ref?.provider && type.resource === ref.resource)?.schema;
  return useMemo(() => {
    if (schema === undefined) return null;
    const typed = text.toLowerCase();
    return configPaths(schema)
      .map(({ path, description, sensitive }): Item => {
        const reference = { key, field: `config.${path}` };
        const notes: Item["notes"] = sensitive ? [{ tone: "neutral", words: "secret" }] : [];
        return { value: textOf(reference), reference, type: null, description, notes };
      })
      .filter(({ value }) => value.toLowerCase().startsWith(typed));
  }, [schema, key, text]);
}

function textOf({ key, field }: Reference): string {
  return field === null ? key : `${key}.${field}`;
}

function makerValue({ provider, resource, name }: Maker): string {
  return `new ${provider}/${resource}${name === null ? "" : `/${name}`}`;
}

/**
 * What was typed in full comes first.
 * @param isOther what was found is of another text, or of a part of it: what it names is not what was typed
 */
function makersOf(found: RouterOutputs["resources"]["suggestReferences"] | undefined, isOther: boolean): Maker[] {
  if (!found) return [];
  const named = found.missing && !isOther ? [found.missing] : [];
  return [...named, ...found.makers.map((maker) => ({ ...maker, name: null }))];
}

/**
 * With what was typed in full: first, so that Enter takes it and not something of a resource whose key it is a part of. It comes
 * last if it is a key alone, or the beginning of another one of the same resource: what is wanted is mostly an output, which was
 * not typed to its end.
 */
function withTyped(candidates: readonly Item[], typed: Reference): Item[] {
  const value = textOf(typed);
  const known = candidates.find((item) => item.value === value);
  const others = candidates.filter((item) => item !== known);
  if (known) return [known, ...others];
  const own = { value, reference: typed, type: null, description: null, notes: [] };
  const start = value.toLowerCase();
  const isBegun = others.some((item) => item.reference.key === typed.key && item.value.toLowerCase().startsWith(start));
  return typed.field === null || isBegun ? [...others, own] : [own, ...others];
}

function countWords(found: number, makers: number): string {
  return found === 0 && makers > 0 ? `None found, ${makers} to create` : `${found} found`;
}

function emptyWords(fetching: boolean, problem: string | undefined): string {
  if (problem !== undefined) return problem;
  return fetching
    ? "Searching…"
    : "Nothing found. What does not exist yet can be entered in full: provider/resource/name.outputs.field";
}
