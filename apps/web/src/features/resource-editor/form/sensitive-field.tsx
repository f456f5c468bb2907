"use client";

import { getPath, MASK } from "@pragma/language";

import { Eye, EyeOff, Undo2, WrapText } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Input, Textarea } from "~/components/ui/field.tsx";
import type { ValueFieldProps } from "../form-context/field-props.ts";
import { useFormState } from "../form-context/form-context.tsx";
import { isLongText } from "../schema/long-text.ts";
import { ValueField } from "./value-field.tsx";

/** A secret text. The stored value is never loaded: it is kept unless something is typed. */
export function SensitiveField(props: ValueFieldProps) {
  const { path, label, model, value, locked, onChange } = props;
  const { stored } = useFormState();
  const [shown, setShown] = useState(false);
  const [lines, setLines] = useState(false);
  const keepable = getPath({ config: stored }, path) === MASK;
  const unchanged = keepable && value === MASK;
  const text = value === MASK || value === undefined || value === null ? "" : String(value);
  const several = lines || text.includes("\n") || isLongText(model, path.at(-1));
  const nothing = typeof path.at(-1) === "number" ? "" : undefined;
  const empty = keepable ? MASK : nothing;
  const common = {
    value: text,
    readOnly: locked,
    placeholder: unchanged ? "Unchanged" : (model.title ?? ""),
    spellCheck: false,
    autoComplete: "new-password",
    className: "font-mono text-dense",
  };
  const change = (next: string): void => onChange(next === "" ? empty : next);
  return (
    <ValueField
      {...props}
      hint={unchanged ? "A value is stored. It stays unless you enter a new one." : null}
      // A stored value stays with its key: under another one, there is none to keep.
      error={value === MASK && !keepable ? "No value is stored here: enter it." : null}
    >
      {(field) => (
        <div className="flex flex-wrap items-start gap-1.5">
          {/* As wide as it may be, and no wider than the cell of a table on a phone. */}
          <div className="min-w-0 grow basis-40">
            {several ? (
              <Textarea
                {...field}
                {...common}
                rows={props.bare ? 2 : 5}
                onChange={(event) => change(event.target.value)}
              />
            ) : (
              <Input
                {...field}
                {...common}
                type={shown ? "text" : "password"}
                onChange={(event) => change(event.target.value)}
              />
            )}
          </div>
          {locked ? null : (
            <SensitiveButtons
              label={label}
              onShow={text !== "" && !several ? () => setShown(!shown) : null}
              shown={shown}
              onLines={several ? null : () => setLines(true)}
              onKeep={keepable && !unchanged ? () => onChange(MASK) : null}
            />
          )}
        </div>
      )}
    </ValueField>
  );
}

function SensitiveButtons({
  label,
  shown,
  onShow,
  onLines,
  onKeep,
}: {
  label: string;
  shown: boolean;
  onShow: (() => void) | null;
  onLines: (() => void) | null;
  onKeep: (() => void) | null;
}) {
  return (
    <>
      {onShow ? (
        <Button size="icon" variant="ghost" aria-label={`${shown ? "Hide" : "Show"} ${label}`} onClick={onShow}>
          {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </Button>
      ) : null}
      {onLines ? (
        <Button
          size="icon"
          variant="ghost"
          aria-label={`Several lines for ${label}, shown as you type`}
          title="Several lines, shown as you type"
          onClick={onLines}
        >
          <WrapText aria-hidden />
        </Button>
      ) : null}
      {onKeep ? (
        <Button variant="ghost" onClick={onKeep}>
          <Undo2 aria-hidden /> Keep the stored value
        </Button>
      ) : null}
    </>
  );
}
