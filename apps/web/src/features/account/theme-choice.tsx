"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useEffect, useState } from "react";
import { Section } from "~/components/ui/card.tsx";

const THEMES = [
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "system", label: "As the system", icon: Monitor },
] as const;

/** How the dashboard looks in this browser. */
export function ThemeChoice() {
  const { theme, setTheme } = useTheme();
  // The server does not know what this browser has chosen.
  const [known, setKnown] = useState(false);
  useEffect(() => setKnown(true), []);
  return (
    <Section title="Theme" description="In this browser.">
      <fieldset className="grid gap-3 p-4 sm:grid-cols-3">
        <legend className="sr-only">Theme</legend>
        {THEMES.map(({ value, label, icon: Icon }) => (
          <label
            key={value}
            className="flex cursor-pointer items-center gap-2.5 rounded-md border border-line-strong px-3 py-2.5 has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent-text"
          >
            <input
              type="radio"
              name="theme"
              value={value}
              className="size-4 accent-accent"
              checked={known && theme === value}
              onChange={() => setTheme(value)}
            />
            <Icon className="size-4" aria-hidden />
            {label}
          </label>
        ))}
      </fieldset>
    </Section>
  );
}
