"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useEffect, useState } from "react";
import { Section } from "~/components/ui/card.tsx";
import { type Choice, ChoiceCards } from "./choice-cards.tsx";

const THEMES: readonly Choice<string>[] = [
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "system", label: "System", icon: Monitor },
];

/** How the dashboard looks in this browser. */
export function ThemeChoice() {
  const { theme, setTheme } = useTheme();
  const [known, setKnown] = useState(false);
  useEffect(() => setKnown(true), []);
  return (
    <Section title="Theme" description="In this browser.">
      <ChoiceCards
        legend="Theme"
        name="theme"
        choices={THEMES}
        value={known && theme !== undefined ? theme : null}
        onChange={setTheme}
      />
    </Section>
  );
}
