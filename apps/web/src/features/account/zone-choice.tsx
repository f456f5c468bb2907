"use client";

import { Globe, MapPin } from "lucide-react";
import { useEffect, useState } from "react";
import { Section } from "~/components/ui/card.tsx";
import { exactTime } from "~/lib/times/time-words.ts";
import { chooseZone, useZone, type Zone } from "~/lib/times/zone.ts";
import { type Choice, ChoiceCards } from "./choice-cards.tsx";

const ZONES: readonly Choice<Zone>[] = [
  { value: "local", label: "Local", icon: MapPin },
  { value: "utc", label: "UTC", icon: Globe },
];

/** In which time zone this browser shows times: of logs, charts, filters, and on hover everywhere else. */
export function ZoneChoice() {
  const zone = useZone();
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  useEffect(() => setOpenedAt(new Date().toISOString()), []);
  return (
    <Section title="Times" description="In this browser: logs, charts, filters, and the exact time on hover.">
      <ChoiceCards
        legend="Time zone"
        name="zone"
        choices={ZONES}
        value={openedAt === null ? null : zone}
        onChange={chooseZone}
      />
      <p className="px-4 pb-4 text-dense text-ink-soft">
        {openedAt === null ? "\u00a0" : `You opened this page on ${exactTime(openedAt, zone)}.`}
      </p>
    </Section>
  );
}
