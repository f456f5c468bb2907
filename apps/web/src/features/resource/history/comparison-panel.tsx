"use client";

import { useQuery } from "@tanstack/react-query";
import { GitCompareArrows, X } from "lucide-react";
import { useQueryState } from "nuqs";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { Input } from "~/components/ui/field.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { DomainNotice } from "~/features/resource-elements/domain-notice.tsx";
import { ValueChanges } from "~/features/resource-elements/value-changes.tsx";
import { domainErrorOf } from "~/lib/domain-error.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { generationOf, parseAsVersions, type Versions } from "./comparison.ts";

/** Which two generations the page's address compares, and how to compare others. */
export function useComparison() {
  return useQueryState("compare", parseAsVersions);
}

/** Compares any two versions. The address has them, so that it can be shared. */
export function ComparisonPanel({ resourceKey, generation }: { resourceKey: string; generation: number }) {
  const [versions, setVersions] = useComparison();
  const panel = useRef<HTMLDivElement>(null);
  const name = versions === null ? "" : `${versions.from}..${versions.to}`;
  const shown = useRef(name);
  useEffect(() => {
    if (shown.current === name) return;
    shown.current = name;
    panel.current?.scrollIntoView({ block: "nearest" });
    // The form is a new one, and what was pressed may be far below.
    panel.current?.focus({ preventScroll: true });
  }, [name]);
  if (versions === null && generation < 2) return null;
  return (
    <div ref={panel} tabIndex={-1} className="scroll-mt-20 outline-none">
      <Section
        title="Compare versions"
        label="Compare versions"
        className="mb-4"
        actions={
          <>
            <VersionsForm
              key={name}
              versions={versions ?? { from: Math.max(1, generation - 1), to: generation }}
              newest={generation}
              onChange={(chosen) => void setVersions(chosen)}
            />
            {versions === null ? null : (
              <Button
                size="smallIcon"
                variant="ghost"
                aria-label="Close the comparison"
                onClick={() => void setVersions(null)}
              >
                <X aria-hidden />
              </Button>
            )}
          </>
        }
      >
        {versions === null ? null : <Differences resourceKey={resourceKey} versions={versions} />}
      </Section>
    </div>
  );
}

function VersionsForm({
  versions,
  newest,
  onChange,
}: {
  versions: Versions;
  newest: number;
  onChange: (versions: Versions) => void;
}) {
  const [from, setFrom] = useState(String(versions.from));
  const [to, setTo] = useState(String(versions.to));
  const id = useId();
  const chosen = { from: generationOf(from, newest), to: generationOf(to, newest) };
  const isChosen = chosen.from !== null && chosen.to !== null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (chosen.from !== null && chosen.to !== null) onChange({ from: chosen.from, to: chosen.to });
  };
  const fields = [
    ["Generation", from, setFrom, chosen.from],
    ["with", to, setTo, chosen.to],
  ] as const;
  return (
    <form onSubmit={submit} className="flex flex-wrap items-center gap-2">
      {fields.map(([label, value, set, number], index) => (
        <div key={label} className="flex items-center gap-2">
          <label htmlFor={`${id}-${index}`} className="text-dense text-ink-soft">
            {label}
            {index === 0 ? null : <span className="sr-only"> generation</span>}
          </label>
          <Input
            id={`${id}-${index}`}
            className="h-8 w-16 tabular-nums"
            inputMode="numeric"
            autoComplete="off"
            value={value}
            aria-invalid={number === null ? true : undefined}
            title={`1 to ${newest}`}
            onChange={({ target }) => set(target.value)}
          />
        </div>
      ))}
      <Button type="submit" size="small" disabled={!isChosen}>
        <GitCompareArrows aria-hidden /> Compare
      </Button>
    </form>
  );
}

function Differences({ resourceKey, versions: { from, to } }: { resourceKey: string; versions: Versions }) {
  const trpc = useTRPC();
  const { data, error, isPending, refetch } = useQuery(
    trpc.resources.compare.queryOptions({ id: resourceKey, from, to }),
  );
  const isRefused = domainErrorOf(error) !== null;
  return (
    <div className="px-4 pt-2 pb-4">
      <p role="status" className="text-dense text-ink-soft">
        {data ? differencesWords(from, to, data.changes.length) : null}
      </p>
      {isPending ? <SkeletonRows rows={2} label="Comparing" /> : null}
      {error && isRefused ? <DomainNotice error={error} className="mt-2" /> : null}
      {error && !isRefused ? <CallError error={error} onRetry={() => void refetch()} /> : null}
      {data && data.changes.length > 0 ? <ValueChanges changes={data.changes} /> : null}
    </div>
  );
}

function differencesWords(from: number, to: number, count: number): string {
  const which = `From generation ${from} to ${to}`;
  if (count === 0) return `${which}, nothing differs in config and dependencies.`;
  return `${which}, ${count === 1 ? "1 value differs" : `${count.toLocaleString("en")} values differ`}.`;
}
