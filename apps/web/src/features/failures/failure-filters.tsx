"use client";

import { X } from "lucide-react";
import { type Ref, useId } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Input, Select } from "~/components/ui/field.tsx";
import { type FailureFilter, MAX_FAILURE_TEXT } from "./failure-params.ts";

type Filter = Pick<FailureFilter, "provider" | "q">;

export function FailureFilters({
  provider,
  q,
  kind,
  providers,
  onChange,
  textRef,
}: FailureFilter & {
  providers: readonly string[];
  /** It drops the chosen error, too, which may be none of those that are left. */
  onChange: (change: Partial<Filter>) => void;
  textRef: Ref<HTMLInputElement>;
}) {
  const id = useId();
  const names = [...new Set([...providers, "pragma", ...(provider === null ? [] : [provider])])].sort();
  return (
    <search aria-label="Failures" className="mb-3 flex flex-wrap items-end gap-2">
      <div className="flex min-w-0 flex-1 flex-col gap-1 sm:max-w-80">
        <label htmlFor={`${id}-q`} className="text-xs font-medium text-ink-soft">
          Search
        </label>
        <Input
          id={`${id}-q`}
          ref={textRef}
          type="search"
          value={q}
          placeholder="Error or name"
          maxLength={MAX_FAILURE_TEXT}
          onChange={({ target }) => onChange({ q: target.value })}
        />
      </div>
      <div className="flex w-40 flex-col gap-1">
        <label htmlFor={`${id}-provider`} className="text-xs font-medium text-ink-soft">
          Provider
        </label>
        <Select
          id={`${id}-provider`}
          value={provider ?? ""}
          onChange={({ target }) => onChange({ provider: target.value === "" ? null : target.value })}
        >
          <option value="">Any provider</option>
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </div>
      {provider !== null || q !== "" || kind !== null ? (
        <Button variant="ghost" onClick={() => onChange({ provider: null, q: "" })}>
          <X aria-hidden /> Clear
        </Button>
      ) : null}
    </search>
  );
}
