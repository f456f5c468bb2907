"use client";

import type { Json } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import type { ValueFieldProps } from "../form-context/field-props.ts";
import { useFormState } from "../form-context/form-context.tsx";
import { GroupReference } from "../references/group-reference.tsx";
import { startingValue } from "../schema/starting-value.ts";
import { ruleWords } from "../schema/type-words.ts";
import { Group } from "./group.tsx";

/** A list: its elements can be added, moved and removed. */
export function ArrayField(props: ValueFieldProps & { items: Schema; maxItems: number | null }) {
  const { path, label, model, value, required, locked, onRemove, onChange, items, maxItems } = props;
  const { root, errorAt, FieldNode } = useFormState();
  const list: Json[] = Array.isArray(value) ? value : [];
  const move = (from: number, to: number): void => {
    const next = [...list];
    const [item] = next.splice(from, 1);
    next.splice(to, 0, item as Json);
    onChange(next);
  };
  const remove = (index: number): void => {
    const next = list.filter((_, other) => other !== index);
    onChange(next.length === 0 && !required && typeof path.at(-1) !== "number" ? undefined : next);
  };
  const fallback =
    model.default === undefined || value !== undefined ? null : `Default: ${JSON.stringify(model.default)}`;
  return (
    <Group
      path={path}
      label={label}
      about={[model.description, ...ruleWords(model), fallback].filter(Boolean).join(", ")}
      required={required}
      error={errorAt(path)}
      actions={
        locked ? null : (
          <>
            <Button
              size="small"
              disabled={maxItems !== null && list.length >= maxItems}
              onClick={() => onChange([...list, startingValue(root, items)])}
            >
              <Plus aria-hidden /> Add to {label}
            </Button>
            {onRemove ? (
              <Button size="small" variant="ghost" onClick={onRemove}>
                <Trash2 aria-hidden /> Remove {label}
              </Button>
            ) : null}
            <GroupReference label={label} path={path} model={model} onPick={onChange} />
          </>
        )
      }
    >
      {list.map((item, index) => (
        <div
          // Elements have no identity besides their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          className="flex flex-wrap items-start gap-2"
        >
          <div className="min-w-40 flex-1">
            <FieldNode
              path={[...path, index]}
              label={`${label} ${index + 1}`}
              schema={items}
              value={item}
              required={false}
              locked={locked}
            />
          </div>
          {locked ? null : (
            <div className="flex pt-6">
              <Button
                size="smallIcon"
                variant="ghost"
                aria-label={`Move ${label} ${index + 1} up`}
                disabled={index === 0}
                onClick={() => move(index, index - 1)}
              >
                <ArrowUp aria-hidden />
              </Button>
              <Button
                size="smallIcon"
                variant="ghost"
                aria-label={`Move ${label} ${index + 1} down`}
                disabled={index === list.length - 1}
                onClick={() => move(index, index + 1)}
              >
                <ArrowDown aria-hidden />
              </Button>
              <Button
                size="smallIcon"
                variant="ghost"
                aria-label={`Remove ${label} ${index + 1}`}
                onClick={() => remove(index)}
              >
                <Trash2 aria-hidden />
              </Button>
            </div>
          )}
        </div>
      ))}
    </Group>
  );
}
