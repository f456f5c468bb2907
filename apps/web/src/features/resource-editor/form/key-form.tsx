"use client";

import { Button } from "~/components/ui/button.tsx";
import { Field, Input } from "~/components/ui/field.tsx";

/** A line to name an entry with: Enter takes it. */
export function KeyForm({
  id,
  label,
  action,
  value: key,
  taken,
  error = null,
  onChange,
  onSubmit,
}: {
  /** Where a link leads to it. */
  id?: string;
  label: string;
  action: string;
  value: string;
  /** Keys that already exist. */
  taken: readonly string[];
  error?: string | null;
  onChange: (key: string) => void;
  onSubmit: (key: string) => void;
}) {
  const double = taken.includes(key);
  const submit = (): void => {
    if (key !== "" && !double) onSubmit(key);
  };
  return (
    <Field {...(id ? { id } : {})} label={label} error={double ? `${key} already exists` : error}>
      {(control) => (
        <div className="flex gap-2">
          <Input
            {...control}
            value={key}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-[0.8125rem]"
            onChange={(event) => onChange(event.target.value)}
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
