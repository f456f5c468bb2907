"use client";

import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Field, Input } from "~/components/ui/field.tsx";

/** A line to name an entry with: Enter takes it. */
export function KeyForm({
  label,
  action,
  start,
  taken,
  onSubmit,
}: {
  label: string;
  action: string;
  start: string;
  /** Keys that there are already. */
  taken: readonly string[];
  onSubmit: (key: string) => void;
}) {
  const [key, setKey] = useState(start);
  const double = taken.includes(key);
  const submit = (): void => {
    if (key === "" || double) return;
    onSubmit(key);
    setKey("");
  };
  return (
    <Field label={label} error={double ? `${key} is there already` : null}>
      {(control) => (
        <div className="flex gap-2">
          <Input
            {...control}
            value={key}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-[0.8125rem]"
            onChange={(event) => setKey(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              submit();
            }}
          />
          <Button disabled={key === "" || double} onClick={submit}>
            {action}
          </Button>
        </div>
      )}
    </Field>
  );
}
