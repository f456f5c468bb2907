"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Field, Input, LabelledCheckbox } from "~/components/ui/field.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import type { ChangeOptions } from "./change-input.ts";

/** Options of a change besides its documents. */
export function OptionsFields({
  options,
  setError,
  onChange,
}: {
  options: ChangeOptions;
  /** The problem with the name of the set. */
  setError: string | null;
  onChange: (patch: Partial<ChangeOptions>) => void;
}) {
  const trpc = useTRPC();
  const sets = useQuery(trpc.sets.list.queryOptions({}));
  const listId = useId();
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <Field label="Message">
        {(control) => (
          <Input
            {...control}
            maxLength={500}
            placeholder="Describe this change"
            value={options.message}
            onChange={({ target }) => onChange({ message: target.value })}
          />
        )}
      </Field>
      <div className="flex flex-col gap-2">
        <Field label="Set" error={setError}>
          {(control) => (
            <>
              <Input
                {...control}
                list={listId}
                maxLength={63}
                spellCheck={false}
                autoComplete="off"
                placeholder="No set"
                value={options.set}
                onChange={({ target }) => onChange({ set: target.value.trim() })}
              />
              <datalist id={listId}>
                {(sets.data?.items ?? []).map(({ name }) => (
                  <option key={name} value={name} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        {options.set === "" ? null : (
          <LabelledCheckbox
            label="Delete resources missing from these documents (prune)"
            checked={options.prune}
            onChange={({ target }) => onChange({ prune: target.checked })}
          />
        )}
      </div>
    </div>
  );
}
