"use client";

import { useId } from "react";
import { SPAN_WORDS, SPANS, type Span } from "./series-model.ts";

/** Chooses the span of the charts. */
export function SpanChoice({ value, onChange }: { value: Span; onChange: (span: Span) => void }) {
  const name = useId();
  return (
    <fieldset className="flex rounded-md border border-line-strong p-0.5">
      <legend className="sr-only">Span of time</legend>
      {SPANS.map((span) => (
        <label
          key={span}
          className="flex h-7 cursor-pointer items-center rounded px-2.5 text-dense text-ink-soft has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent-text has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            checked={span === value}
            onChange={() => onChange(span)}
            className="sr-only"
          />
          {SPAN_WORDS[span]}
        </label>
      ))}
    </fieldset>
  );
}
