"use client";

import { parseKey } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { useMemo, useState } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { COMMAND_HEADING, COMMAND_INPUT, COMMAND_ITEM, COMMAND_LIST } from "./command-classes.ts";
import { configPaths } from "./config-paths.ts";
import type { Reference } from "./reference.ts";

const TYPED = /^(?:outputs|config)\.[^{}\s]+$/;

/** The parts of a resource that can be referred to: its outputs, its config, or all of it. */
export function PathList({
  resourceKey,
  current,
  onPick,
}: {
  resourceKey: string;
  /** The current field of the reference. */
  current: string | null | undefined;
  onPick: (reference: Reference) => void;
}) {
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const outputs = useQuery(trpc.resources.outputsOf.queryOptions({ key: resourceKey }));
  const types = useQuery(trpc.resources.types.queryOptions());
  const ref = parseKey(resourceKey);
  const schema = types.data?.find((type) => type.provider === ref?.provider && type.resource === ref?.resource)?.schema;
  const config = useMemo(() => (schema === undefined ? [] : configPaths(schema)), [schema]);

  if (outputs.error) return <CallError error={outputs.error} onRetry={() => void outputs.refetch()} />;
  if (!outputs.data) return <SkeletonRows rows={4} label="Loading what can be referenced" />;
  const fields = [
    ...outputs.data.paths.map(({ path, ...facts }) => ({ ...facts, field: `outputs.${path}` })),
    ...config.map(({ path, ...facts }) => ({ ...facts, field: `config.${path}`, type: null, present: true })),
  ];
  const matching = fields.filter(({ field }) => field.toLowerCase().includes(text.trim().toLowerCase()));
  const typed = TYPED.test(text.trim()) && !fields.some(({ field }) => field === text.trim()) ? text.trim() : null;
  const pick = (field: string | null): void => onPick({ key: resourceKey, field });
  return (
    <Command shouldFilter={false} label="Values" defaultValue={current ?? ""}>
      <Command.Input
        value={text}
        onValueChange={setText}
        aria-label="Search values"
        placeholder="Part of a path, or one in full: outputs.url"
        className={COMMAND_INPUT}
      />
      <Command.List label="Values" className={COMMAND_LIST}>
        <Command.Empty className="px-2.5 py-4 text-center text-sm text-ink-soft">Nothing found</Command.Empty>
        {(["outputs", "config"] as const).map((root) => {
          const below = matching.filter(({ field }) => field.startsWith(`${root}.`));
          return below.length === 0 ? null : (
            <Command.Group key={root} heading={root === "outputs" ? "Outputs" : "Config"} className={COMMAND_HEADING}>
              {below.map(({ field, type, description, sensitive, present }) => (
                <Command.Item key={field} value={field} onSelect={() => pick(field)} className={COMMAND_ITEM}>
                  <span className="min-w-0 flex-1">
                    <span className="break-all font-mono text-[0.8125rem]">{field}</span>
                    {description ? <span className="block text-xs text-ink-faint">{description}</span> : null}
                  </span>
                  {type ? <span className="text-xs text-ink-faint">{type}</span> : null}
                  {sensitive ? <Badge>secret</Badge> : null}
                  {present ? null : <Badge tone="warning">not there yet</Badge>}
                </Command.Item>
              ))}
            </Command.Group>
          );
        })}
        {typed === null ? null : (
          <Command.Item value={typed} onSelect={() => pick(typed)} className={COMMAND_ITEM}>
            <span className="font-mono text-[0.8125rem]">{typed}</span>
          </Command.Item>
        )}
        {"whole resource".includes(text.trim().toLowerCase()) ? (
          <Command.Item value="whole resource" onSelect={() => pick(null)} className={COMMAND_ITEM}>
            <span className="flex-1">
              The whole resource
              <span className="block text-xs text-ink-faint">Its config and its outputs together, as one object</span>
            </span>
          </Command.Item>
        ) : null}
      </Command.List>
    </Command>
  );
}
