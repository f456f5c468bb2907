"use client";

import { Trash2 } from "lucide-react";
import type { Dispatch } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { FormStateProvider } from "../form-context/form-context.tsx";
import { fieldId, type Problem } from "../manifest/problem.ts";
import { companionPath } from "../state/companions.ts";
import type { Companion } from "../state/editor-document.ts";
import type { EditorEvent } from "../state/editor-event.ts";
import type { EditorState } from "../state/editor-state.ts";
import { ConfigFields } from "./config-fields.tsx";
import { useFormStateOf } from "./use-form-state-of.ts";

/** A resource that is created along with the edited one, since that refers to it. */
export function CompanionForm({
  companion: { key, manifest, type },
  state,
  dispatch,
  problems,
}: {
  companion: Companion;
  state: EditorState;
  dispatch: Dispatch<EditorEvent>;
  problems: readonly Problem[];
}) {
  const form = useFormStateOf({ state, dispatch, manifest, type, stored: null, problems });
  const path = companionPath(key);
  const error = form.errorAt([...path, "name"]);
  return (
    <FormStateProvider state={form}>
      <Section
        label={`New ${key}`}
        title={
          <span id={fieldId(path)} tabIndex={-1}>
            New <span className="font-mono">{key}</span>
          </span>
        }
        description="Created in the same change."
        actions={
          <Button
            size="small"
            variant="ghost"
            onClick={() => dispatch({ type: "companion-removed", key })}
            aria-label={`Do not create ${key}`}
          >
            <Trash2 aria-hidden /> Do not create
          </Button>
        }
      >
        <div className="flex flex-col gap-5 p-4">
          {error ? (
            <p role="alert" className="text-dense text-danger-text">
              {error}
            </p>
          ) : null}
          <ConfigFields path={[...path, "config"]} config={manifest.config} />
        </div>
      </Section>
    </FormStateProvider>
  );
}
