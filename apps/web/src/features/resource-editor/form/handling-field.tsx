"use client";

import { DEFAULT_HANDLING, type Handling, type Json, type Path } from "@pragma/contract";
import { useState } from "react";
import { Field, Select, Textarea } from "~/components/ui/field.tsx";
import { Switch } from "~/components/ui/switch.tsx";
import { HANDLING_CHOICES } from "~/features/resource-elements/handling-words.ts";
import { fieldId } from "../manifest/problem.ts";

interface HandlingFieldProps {
  /** Null for the default. */
  handling: Handling | null;
  /** @param value undefined for the default */
  edit: (path: Path, value: Json | undefined) => void;
  errorBelow: (path: Path) => string | null;
}

/** How a resource and the real thing are kept together: folded while all of it is as usual. */
export function HandlingField({ handling, edit, errorBelow }: HandlingFieldProps) {
  const [isOpen, setIsOpen] = useState(handling !== null);
  const given = handling ?? DEFAULT_HANDLING;
  const error = errorBelow(["handling"]);
  const isShown = isOpen || error !== null;
  const choice = (member: keyof typeof HANDLING_CHOICES, label: string, hint?: string) => (
    <Field id={fieldId(["handling", member])} label={label} hint={hint} error={errorBelow(["handling", member])}>
      {(control) => (
        <Select
          {...control}
          value={given[member]}
          onChange={({ target: { value } }) =>
            edit(["handling", member], value === DEFAULT_HANDLING[member] ? undefined : value)
          }
        >
          {Object.entries(HANDLING_CHOICES[member]).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
  return (
    <details open={isShown} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer rounded-sm text-sm font-medium text-ink">Handling</summary>
      <div className="mt-3 flex flex-col gap-5 border-line border-l pl-4">
        <div className="flex items-center gap-2.5">
          <Switch
            id={fieldId(["handling", "paused"])}
            checked={given.paused}
            onCheckedChange={(isOn) => edit(["handling", "paused"], isOn ? true : undefined)}
          />
          <label htmlFor={fieldId(["handling", "paused"])} className="text-ink-soft">
            Paused: nothing of it is handed to its provider
          </label>
        </div>
        {choice("mode", "Real thing")}
        {choice("on_delete", "On deletion")}
        {choice("drift", "Drift", "What happens when a check finds that the real thing was changed outside Pragma.")}
        <IgnoredPaths
          paths={given.ignore}
          error={errorBelow(["handling", "ignore"])}
          onChange={(paths) => edit(["handling", "ignore"], paths.length === 0 ? undefined : paths)}
        />
      </div>
    </details>
  );
}

/** Paths of the config, a line each. */
function IgnoredPaths({
  paths,
  error,
  onChange,
}: {
  paths: readonly string[];
  error: string | null;
  onChange: (paths: string[]) => void;
}) {
  const [text, setText] = useState(paths.join("\n"));
  const given = pathsIn(text);
  // Somebody may change the document beside the form.
  const shown = given.join("\n") === paths.join("\n") ? text : paths.join("\n");
  return (
    <Field
      id={fieldId(["handling", "ignore"])}
      label="Ignored paths"
      hint="A path of the config a line; * stands for one level, as in labels.*. Where only these differ, nothing is sent."
      error={error}
    >
      {(control) => (
        <Textarea
          {...control}
          rows={2}
          spellCheck={false}
          value={shown}
          onChange={({ target: { value } }) => {
            setText(value);
            onChange(pathsIn(value));
          }}
        />
      )}
    </Field>
  );
}

function pathsIn(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ""))];
}
