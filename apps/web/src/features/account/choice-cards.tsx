import type { LucideIcon } from "lucide-react";

export interface Choice<Value extends string> {
  value: Value;
  label: string;
  icon: LucideIcon;
}

/** Radio buttons beside each other, as cards. */
export function ChoiceCards<Value extends string>({
  legend,
  name,
  choices,
  value,
  onChange,
}: {
  /** For screen readers: the heading above says it to others. */
  legend: string;
  name: string;
  choices: readonly Choice<Value>[];
  /** Null while it is not known: the server does not know what this browser has chosen. */
  value: Value | null;
  onChange: (value: Value) => void;
}) {
  return (
    <fieldset className="grid gap-3 p-4 sm:grid-cols-3">
      <legend className="sr-only">{legend}</legend>
      {choices.map(({ value: own, label, icon: Icon }) => (
        <label
          key={own}
          className="flex cursor-pointer items-center gap-2.5 rounded-md border border-line-strong px-3 py-2.5 has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent-text"
        >
          <input
            type="radio"
            name={name}
            value={own}
            className="size-4 accent-accent"
            checked={value === own}
            onChange={() => onChange(own)}
          />
          <Icon className="size-4" aria-hidden />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
