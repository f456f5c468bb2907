"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, useDeferredValue, useId, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Input } from "~/components/ui/field.tsx";
import { useTRPC } from "~/trpc/client.tsx";

/** An input for the key of a resource, with suggestions. */
export function ResourcePicker({
  label,
  value,
  onChoose,
}: {
  label: string;
  value: string | null;
  onChoose: (key: string | null) => void;
}) {
  const trpc = useTRPC();
  const id = useId();
  const [text, setText] = useState(value ?? "");
  const [shownFor, setShownFor] = useState(value);
  if (shownFor !== value) {
    setShownFor(value);
    setText(value ?? "");
  }
  const q = useDeferredValue(text.trim());
  const found = useQuery({
    ...trpc.resources.suggest.queryOptions({ q, limit: 12 }),
    enabled: q !== "" && q !== value,
    placeholderData: keepPreviousData,
  });
  const choose = (key: string): void => onChoose(key.trim() === "" ? null : key.trim());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    choose(text);
  };
  return (
    <form onSubmit={submit} className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-ink-soft">
        {label}
      </label>
      <span className="flex gap-1">
        <Input
          id={id}
          list={`${id}-found`}
          value={text}
          placeholder="All resources"
          autoComplete="off"
          spellCheck={false}
          className="min-w-0 font-mono text-dense"
          onChange={({ target }) => {
            setText(target.value);
            // A key picked from the suggestions need not be sent.
            if (found.data?.some(({ key }) => key === target.value)) choose(target.value);
          }}
        />
        <Button type="submit" className="sr-only focus:not-sr-only">
          Show
        </Button>
      </span>
      <datalist id={`${id}-found`}>
        {found.data?.map(({ key }) => (
          <option key={key} value={key} />
        ))}
      </datalist>
    </form>
  );
}
