"use client";

import { useId, useState } from "react";
import { Field, Input, LabelledCheckbox, Select, Textarea } from "~/components/ui/field.tsx";
import { SecretValue } from "~/components/ui/secret-value.tsx";
import { Switch } from "~/components/ui/switch.tsx";
import { Part, States } from "./part.tsx";

/** Controls to fill in. */
export function FieldParts() {
  return (
    <>
      <Part file="field.tsx">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Empty">{(control) => <Input {...control} placeholder="placeholder" />}</Field>
          <Field label="With a hint" hint="What it is for" required>
            {(control) => <Input {...control} defaultValue="shop" />}
          </Field>
          <Field label="With an error" error="must have at most 63 characters">
            {(control) => <Input {...control} defaultValue="much too long" />}
          </Field>
          <Field label="Disabled">{(control) => <Input {...control} disabled defaultValue="shop" />}</Field>
          <Field label="Several lines" hint="Up to 500 characters" error="must not be empty">
            {(control) => <Textarea {...control} />}
          </Field>
          <Field label="A choice">
            {(control) => (
              <Select {...control}>
                <option>viewer</option>
                <option>admin</option>
              </Select>
            )}
          </Field>
        </div>
        <States>
          <LabelledCheckbox label="Unchecked" />
          <LabelledCheckbox label="Checked" defaultChecked />
          <LabelledCheckbox label="Disabled" disabled />
        </States>
      </Part>
      <Part file="switch.tsx">
        <States>
          <LabelledSwitch label="Off" />
          <LabelledSwitch label="On" isOn />
          <LabelledSwitch label="Disabled" isDisabled />
        </States>
      </Part>
      <Part file="secret-value.tsx">
        <SecretValue label="Token" value="pragma_0123456789abcdefghijklmnopqrstuvwxyz" />
      </Part>
    </>
  );
}

function LabelledSwitch({
  label,
  isOn = false,
  isDisabled = false,
}: {
  label: string;
  isOn?: boolean;
  isDisabled?: boolean;
}) {
  const id = useId();
  const [checked, setChecked] = useState(isOn);
  return (
    <div className="flex items-center gap-2">
      <Switch id={id} checked={checked} disabled={isDisabled} onCheckedChange={setChecked} />
      <label htmlFor={id} className="text-ink-soft">
        {label}
      </label>
    </div>
  );
}
