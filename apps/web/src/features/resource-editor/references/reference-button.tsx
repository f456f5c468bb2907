"use client";

import type { Json } from "@pragma/contract";
import { Link2 } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { useFormState } from "../form/form-context.tsx";
import { type Reference, readReference, writeReference } from "./reference.ts";
import { ReferencePicker } from "./reference-picker.tsx";

/** Replaces a value with a reference, or inserts one into an existing text. */
export function ReferenceButton({
  label,
  value,
  onPick,
  onInsert,
}: {
  /** Of the field. */
  label: string;
  value: Json | undefined;
  onPick: (value: Json) => void;
  /** Puts it into the text of the field, where it is one. */
  onInsert?: (text: string) => void;
}) {
  const { stringReferences } = useFormState();
  const [open, setOpen] = useState(false);
  const pick = (reference: Reference): void => {
    const written = writeReference(reference, stringReferences);
    const inText = typeof value === "string" && value !== "" && typeof written === "string";
    if (inText && onInsert) onInsert(written);
    else onPick(written);
    setOpen(false);
  };
  return (
    <>
      <Button
        size="icon"
        aria-label={`Use a reference for ${label}`}
        title="Use a reference"
        onClick={() => setOpen(true)}
      >
        <Link2 aria-hidden />
      </Button>
      {open ? (
        <ReferencePicker
          label={label}
          start={readReference(value, stringReferences)}
          onPick={pick}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
