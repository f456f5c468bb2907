"use client";

import { useId } from "react";
import { CopyButton } from "./copy-button.tsx";

/** A secret to copy, in a field of its own so that all of it can be selected. */
export function SecretValue({ label, value }: { label: string; value: string }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
      </label>
      <div className="flex items-center gap-1 rounded-md border border-line-strong bg-sunken pr-1">
        <input
          id={id}
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
          className="h-9 min-w-0 flex-1 rounded-md bg-transparent px-3 font-mono text-dense text-ink"
        />
        <CopyButton text={value} label={`Copy ${label.toLowerCase()}`} />
      </div>
    </div>
  );
}
