"use client";

import { Button } from "~/components/ui/button.tsx";
import { CodeBlock } from "~/components/ui/code-block.tsx";
import { Elapsed } from "~/components/ui/elapsed.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { durationWords } from "~/lib/duration-words.ts";
import { useNow } from "~/lib/times/clock.tsx";
import { Part, States } from "./part.tsx";

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const DURATIONS = [51, 1200, 12 * SECOND, 185 * SECOND, 2.2 * HOUR, 4.1 * DAY];
const DISTANCES = [0, 40 * SECOND, 2 * HOUR, 3 * DAY, 60 * DAY, 800 * DAY];

/** The type scale, from small to large. Tailwind needs whole names. */
const SIZES = ["text-2xs", "text-xs", "text-dense", "text-sm", "text-base", "text-lg", "text-xl", "text-2xl"];

const CODE = `provider: pragma
resource: config
name: names
config:
  data:
    greeting: A line that is as long as lines become when somebody writes a whole sentence into a value, and then more
`;

/** Text to read: sizes, code, durations, times. */
export function TextParts() {
  const now = useNow(false);
  return (
    <>
      <Part file="app/globals.css">
        <States>
          {SIZES.map((size) => (
            <span key={size} className={size}>
              {size.replace("text-", "")}
            </span>
          ))}
        </States>
      </Part>
      <Part file="code-block.tsx">
        <CodeBlock label="manifest" code={CODE} />
      </Part>
      <Part file="lib/duration-words.ts">
        <States>
          {DURATIONS.map((milliseconds) => (
            <span key={milliseconds} className="tabular-nums">
              {durationWords(milliseconds)}
            </span>
          ))}
        </States>
      </Part>
      <Part file="relative-time.tsx, elapsed.tsx">
        <States>
          {DISTANCES.map((distance) => (
            <RelativeTime key={distance} iso={new Date(now - distance).toISOString()} />
          ))}
        </States>
        <States>
          {DISTANCES.slice(1).map((distance) => (
            <RelativeTime key={distance} iso={new Date(now + distance).toISOString()} upcoming />
          ))}
        </States>
        <States>
          <span>
            running for <Elapsed since={new Date(now - 75 * SECOND).toISOString()} className="tabular-nums" />
          </span>
        </States>
      </Part>
      <Part file="page-header.tsx">
        <p className="text-ink-soft">The heading of this page is one.</p>
        <States>
          <Button asChild size="small">
            <a href="#content">To the top</a>
          </Button>
        </States>
      </Part>
    </>
  );
}
