"use client";

import { SCOPES, type Scope } from "@pragma/contract";
import { useId } from "react";
import { Button } from "~/components/ui/button.tsx";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import { SCOPE_WORDS } from "~/lib/scope-words.ts";
import { isChosen, scopePresets } from "./scope-presets.ts";

export interface ScopeChoiceProps {
  /** The scopes that the viewer may grant. */
  granted: readonly Scope[];
  chosen: readonly Scope[];
  onChange: (chosen: readonly Scope[]) => void;
  error: string | undefined;
}

/** The scopes of a token: one by one, or a common choice at once. */
export function ScopeChoice({ granted, chosen, onChange, error }: ScopeChoiceProps) {
  const errorId = useId();
  const offered = SCOPES.filter((scope) => granted.includes(scope));
  const toggle = (scope: Scope, on: boolean): void =>
    onChange(offered.filter((candidate) => (candidate === scope ? on : chosen.includes(candidate))));
  return (
    <fieldset aria-describedby={error ? errorId : undefined}>
      <legend className="mb-2 text-sm font-medium text-ink">The token may</legend>
      <div className="mb-3 flex flex-wrap gap-2">
        {scopePresets(granted).map((preset) => (
          <Button
            key={preset.id}
            size="small"
            aria-pressed={isChosen(preset, chosen)}
            className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
            onClick={() => onChange(preset.scopes)}
          >
            {preset.label}
          </Button>
        ))}
      </div>
      <ul className="flex flex-col gap-0.5">
        {offered.map((scope) => (
          <li key={scope}>
            <LabelledCheckbox
              className="min-h-7"
              checked={chosen.includes(scope)}
              onChange={(event) => toggle(scope, event.target.checked)}
              label={
                <>
                  {SCOPE_WORDS[scope]} <code className="font-mono text-xs text-ink-faint">{scope}</code>
                </>
              }
            />
          </li>
        ))}
      </ul>
      {error ? (
        <p id={errorId} role="alert" className="mt-1.5 text-dense text-danger-text">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
