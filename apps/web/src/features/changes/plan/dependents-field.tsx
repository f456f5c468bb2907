"use client";

import { useId } from "react";

/** Ways to treat dependents of resources that are to be deleted. */
const LABELS = {
  refuse: "Refuse if there are any",
  cascade: "Delete them, too",
  detach: "Keep them, with the values they have",
} as const;

export type DependentsChoice = keyof typeof LABELS;

const CHOICES = Object.keys(LABELS) as DependentsChoice[];

export function DependentsField({
  choice,
  onChoice,
}: {
  choice: DependentsChoice;
  onChoice: (choice: DependentsChoice) => void;
}) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium text-ink">Dependents</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {CHOICES.map((one) => (
          <label
            key={one}
            className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line px-3 py-2 text-sm text-ink has-[:checked]:border-accent has-[:checked]:bg-accent-soft/40"
          >
            <input
              type="radio"
              name={name}
              className="mt-0.5 size-4 shrink-0 accent-accent"
              checked={choice === one}
              onChange={() => onChoice(one)}
            />
            {LABELS[one]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
