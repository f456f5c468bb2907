"use client";

import type { Path } from "@pragma/contract";
import { Command } from "cmdk";
import { Plus } from "lucide-react";
import { Popover } from "radix-ui";
import { useRef, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import type { Property } from "~/lib/schema-parts.ts";
import { useFormState } from "../form-context/form-context.tsx";
import { COMMAND_INPUT, COMMAND_ITEM, COMMAND_LIST } from "../references/command-classes.ts";
import { fieldModel } from "../schema/field-model.ts";
import { addedValue } from "../schema/starting-value.ts";
import { goToField } from "./go-to-field.ts";

/** Adds one of the optional fields of an object that it does not have yet: some letters of its name and Enter. */
export function AddField({
  path,
  label,
  properties,
}: {
  path: Path;
  /** Label of the object; null for the config itself. */
  label: string | null;
  properties: readonly Property[];
}) {
  const { root, open } = useFormState();
  const [isOpen, setOpen] = useState(false);
  const added = useRef<Path | null>(null);
  const add = ({ key, schema }: Property): void => {
    added.current = [...path, key];
    open(added.current, addedValue(root, schema));
    setOpen(false);
  };
  const words = label === null ? "Add field" : `Add field to ${label}`;
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button size="small" className="self-start" aria-label={words}>
          <Plus aria-hidden /> Add field
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          aria-label={words}
          className="z-50 w-[min(28rem,calc(100vw-2rem))] rounded-lg border border-line bg-raised p-2 shadow-raised"
          // The field that was added takes the focus instead of the button.
          onCloseAutoFocus={(event) => {
            if (added.current === null) return;
            event.preventDefault();
            goToField(added.current);
            added.current = null;
          }}
        >
          <Command label="Find a field">
            <Command.Input placeholder="Find a field" className={COMMAND_INPUT} />
            <Command.List label="Optional fields" className={COMMAND_LIST}>
              <Command.Empty className="px-2.5 py-3 text-sm text-ink-soft">No field matches</Command.Empty>
              {properties.map((property) => (
                <FieldItem key={property.key} property={property} onSelect={() => add(property)} />
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function FieldItem({ property: { key, schema }, onSelect }: { property: Property; onSelect: () => void }) {
  const { root } = useFormState();
  const { title, description } = fieldModel(root, schema);
  return (
    <Command.Item value={key} keywords={title === null ? [] : [title]} onSelect={onSelect} className={COMMAND_ITEM}>
      <span className="min-w-0">
        <span className="block font-mono text-dense">{title ?? key}</span>
        {description ? <span className="block text-xs text-ink-faint">{description}</span> : null}
      </span>
    </Command.Item>
  );
}
