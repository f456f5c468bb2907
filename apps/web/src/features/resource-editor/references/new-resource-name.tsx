"use client";

import { resourceNameSchema } from "@pragma/contract";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { useFormState } from "../form-context/form-context.tsx";
import type { Maker } from "./reference-items.ts";

/** Names a resource that is created along with the edited one. Enter takes the name, Escape leaves. */
export function NewResourceName({
  maker: { provider, resource, name: typed },
  field,
  onName,
  onClose,
}: {
  maker: Maker;
  /** Label of the field that will refer to it. */
  field: string;
  onName: (name: string) => void;
  onClose: (isAbandoned: boolean) => void;
}) {
  const { name: own, takenKeys } = useFormState();
  const [name, setName] = useState(() => typed ?? proposal(own, field));
  const fault = faultOf(name, takenKeys.includes(`${provider}/${resource}/${name}`));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset with a legend cannot be laid out like the other fields
    <div
      role="group"
      aria-label={`New ${provider}/${resource}`}
      className="rounded-md border border-accent p-3"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose(false);
      }}
    >
      <Field
        label={`Name of the new ${provider}/${resource}`}
        hint="It is created with this resource, in one change. Its own fields follow below."
        error={fault}
      >
        {(control) => (
          <div className="flex flex-wrap gap-2">
            <Input
              {...control}
              // The choice that led here was made with the keyboard, as a rule.
              autoFocus
              value={name}
              autoComplete="off"
              spellCheck={false}
              className="min-w-40 flex-1 font-mono text-dense"
              onChange={(event) => setName(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
                event.preventDefault();
                if (fault === null) onName(name);
              }}
            />
            <Button variant="primary" disabled={fault !== null} onClick={() => onName(name)}>
              Add it
            </Button>
            <Button variant="ghost" onClick={() => onClose(false)}>
              Cancel
            </Button>
          </div>
        )}
      </Field>
    </div>
  );
}

function faultOf(name: string, isTaken: boolean): string | null {
  if (isTaken) return `${name} is already part of this change`;
  return resourceNameSchema.safeParse(name).success
    ? null
    : "Not a valid name: letters, digits, dots, dashes and underscores";
}

function proposal(own: string, field: string): string {
  const words = [own, field].map((word) =>
    word
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, ""),
  );
  return words.filter(Boolean).join("-").slice(0, 100);
}
